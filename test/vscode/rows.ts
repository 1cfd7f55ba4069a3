import type { Locator, Page } from 'playwright-core';

/** What a screen reader says of each of these rows, all read at one moment: a list may shrink between two. */
export function labels(rows: Locator): Promise<string[]> {
  return rows.evaluateAll((each) => each.map((row) => row.getAttribute('aria-label') ?? ''));
}

/** The message of the modal dialog on the screen. */
export async function dialogMessage(page: Page): Promise<string | undefined> {
  return (await page.locator('.monaco-dialog-box .dialog-message-container').allInnerTexts())[0];
}

/** The messages of the notifications on the screen. */
export function notificationMessages(page: Page): Promise<string[]> {
  return page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
}
