/** The path `a.b[0].c` as its steps: `a`, `b`, `0`, `c`. */
const stepsOf = (path: string): readonly string[] => path.match(/[^.[\]]+/g) ?? [];

const token = /\s*(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

/**
 * Where the value that a path names begins in a text of JSON, which may hold `{{ … }}` in the place of a value.
 * Undefined if there is no such value.
 */
export const offsetOf = (text: string, path: string): number | undefined => {
  let at = 0;
  let start = 0;
  const next = (): string => {
    token.lastIndex = at;
    const whole = token.exec(text)?.[0] ?? '';
    const word = whole.trimStart();
    start = at + whole.length - word.length;
    at += whole.length;
    return word;
  };
  const skipValue = (): void => {
    let depth = 0;
    do {
      const word = next();
      if (word === '') return;
      if (word === '{' || word === '[') depth += 1;
      if (word === '}' || word === ']') depth -= 1;
    } while (depth > 0);
  };
  /** Goes to the value of that name or index in what begins here. */
  const enter = (step: string): boolean => {
    const open = next();
    for (let index = 0; open === '{' || open === '['; index++) {
      const before = at;
      const key = open === '{' ? next() : String(index);
      if (key === '' || key === '}') return false;
      if (open === '{') next();
      else if (next() === ']') return false;
      else at = before;
      if (key === (open === '{' ? JSON.stringify(step) : step)) return true;
      skipValue();
      if (next() !== ',') return false;
    }
    return false;
  };
  if (!stepsOf(path).every(enter)) return undefined;
  next();
  return start;
};
