/** When a request was signed. */
export interface SigningDate {
  readonly at: Date;
  /** `yyyymmddThhmmssZ`: what is signed, whatever form the header has. */
  readonly basic: string;
}

/** Reads `yyyymmddThhmmssZ`, or one of HTTP's date forms as in a `Date` header; undefined when it is none. */
export const parseSigningDate = (text: string): SigningDate | undefined => {
  const [, year, month, day, hour, minute, second] = basicForm.exec(text) ?? [];
  const at = new Date(year ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : text);
  if (Number.isNaN(at.getTime())) return undefined;
  if (year === undefined) return { at, basic: formatSigningDate(at) };
  // JavaScript reads the 31st of a shorter month as the next month's first.
  return at.getUTCDate() === Number(day) ? { at, basic: text } : undefined;
};

/** Writes `yyyymmddThhmmssZ`. */
export const formatSigningDate = (date: Date): string => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

const basicForm = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
