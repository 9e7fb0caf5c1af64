/** Reads `yyyymmddThhmmssZ`, or one of HTTP's date forms as in a `Date` header; undefined when it is none. */
export const parseSigningDate = (text: string): Date | undefined => {
  const [, year, month, day, hour, minute, second] = basicForm.exec(text) ?? [];
  const date = new Date(year ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : text);
  if (Number.isNaN(date.getTime())) return undefined;
  // JavaScript reads the 31st of a shorter month as the next month's first.
  return year === undefined || formatSigningDate(date) === text ? date : undefined;
};

/** Writes `yyyymmddThhmmssZ`. */
export const formatSigningDate = (date: Date): string => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

const basicForm = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
