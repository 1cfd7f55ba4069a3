import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import { forms } from './constants.ts';

/**
 * The value of an attribute as it stands in the file: a number, which may be an offset or an index of which the form says
 * into what; a text that stands in place; or the bytes of a block.
 */
export type FormValue = { readonly form: number; readonly value: number | string | Uint8Array };

/** What the sizes of some forms depend on. */
export type FormContext = { readonly version: number; readonly wide: boolean; readonly addressSize: number };

/** @throws ElfError for a form that is not known: where its value ends is not known either. */
export const readForm = (reader: ByteReader, form: number, context: FormContext, implicit = 0): FormValue => {
  switch (form) {
    case forms.indirect: {
      const real = reader.uleb();
      // One that stands for itself would never end, and an implicit constant has no place to stand in.
      if (real === forms.indirect || real === forms.implicitConstant) throw new ElfError(messages.unknownForm(real));
      return readForm(reader, real, context);
    }
    case forms.string:
      return { form, value: reader.text() };
    case forms.block1:
      return { form, value: reader.take(reader.u8()) };
    case forms.block2:
      return { form, value: reader.take(reader.u16()) };
    case forms.block4:
      return { form, value: reader.take(reader.u32()) };
    case forms.block:
    case forms.expression:
      return { form, value: reader.take(reader.uleb()) };
    case forms.data16:
      return { form, value: reader.take(16) };
    case forms.implicitConstant:
      return { form, value: implicit };
    case forms.flagPresent:
      return { form, value: 1 };
    default:
      return { form, value: readNumber(reader, form, context) };
  }
};

const readNumber = (reader: ByteReader, form: number, { version, wide, addressSize }: FormContext): number => {
  const offset = () => (wide ? reader.u64() : reader.u32());
  switch (form) {
    case forms.address:
      return reader.unsigned(addressSize);
    case forms.data1:
    case forms.flag:
    case forms.ref1:
    case forms.strx1:
    case forms.addrx1:
      return reader.u8();
    case forms.data2:
    case forms.ref2:
    case forms.strx2:
    case forms.addrx2:
      return reader.u16();
    case forms.strx3:
    case forms.addrx3:
      return reader.u24();
    case forms.data4:
    case forms.ref4:
    case forms.strx4:
    case forms.addrx4:
    case forms.refSupplementary4:
      return reader.u32();
    case forms.data8:
    case forms.ref8:
    case forms.refSignature8:
    case forms.refSupplementary8:
      return reader.u64();
    case forms.udata:
    case forms.refUdata:
    case forms.strx:
    case forms.addrx:
    case forms.loclistx:
    case forms.rnglistx:
      return reader.uleb();
    case forms.sdata:
      return reader.sleb();
    case forms.refAddress:
      // DWARF 2 gave it the size of an address.
      return version <= 2 ? reader.unsigned(addressSize) : offset();
    case forms.strp:
    case forms.lineStrp:
    case forms.sectionOffset:
    case forms.strpSupplementary:
    case forms.gnuRefAlternative:
    case forms.gnuStrpAlternative:
      return offset();
    default:
      throw new ElfError(messages.unknownForm(form));
  }
};

/** Passes a value, of which only the length is looked at where that is quick. @throws ElfError as `readForm` */
export const skipForm = (reader: ByteReader, form: number, context: FormContext): void => {
  const size = fixedSize(form, context);
  if (size !== undefined) reader.skip(size);
  else if (form === forms.string) reader.skipText();
  else if (form === forms.expression || form === forms.block) reader.skip(reader.uleb());
  else readForm(reader, form, context);
};

/** How many bytes every value of a form takes; undefined where each says so itself. */
export const fixedSize = (form: number, { version, wide, addressSize }: FormContext): number | undefined => {
  switch (form) {
    case forms.implicitConstant:
    case forms.flagPresent:
      return 0;
    case forms.data1:
    case forms.flag:
    case forms.ref1:
    case forms.strx1:
    case forms.addrx1:
      return 1;
    case forms.data2:
    case forms.ref2:
    case forms.strx2:
    case forms.addrx2:
      return 2;
    case forms.strx3:
    case forms.addrx3:
      return 3;
    case forms.data4:
    case forms.ref4:
    case forms.strx4:
    case forms.addrx4:
      return 4;
    case forms.data8:
    case forms.ref8:
    case forms.refSignature8:
      return 8;
    case forms.data16:
      return 16;
    case forms.address:
      return addressSize;
    case forms.refAddress:
      return version <= 2 ? addressSize : wide ? 8 : 4;
    case forms.strp:
    case forms.lineStrp:
    case forms.sectionOffset:
      return wide ? 8 : 4;
    default:
      return undefined;
  }
};
