const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const form = new RegExp(
  `^(?:${weekdays.join('|')}) (${months.join('|')}) ([ 0]?\\d|\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d) UTC (\\d{4})$`,
);

/**
 * The moment that an SRP TIMESTAMP names, `EEE MMM d HH:mm:ss UTC yyyy` in English; undefined when it has another form or
 * names no real moment. A day may also be padded by a zero or a space, as some clients do; the weekday is not compared.
 */
export const parseSrpTimestamp = (text: string): Date | undefined => {
  const [, month, day, ...rest] = form.exec(text) ?? [];
  if (month === undefined) return undefined;
  const [hours, minutes, seconds, year] = rest.map(Number) as [number, number, number, number];
  const at = new Date(Date.UTC(year, months.indexOf(month), Number(day), hours, minutes, seconds));
  const real = at.getUTCDate() === Number(day) && hours < 24 && minutes < 60 && seconds < 60;
  return real ? at : undefined;
};
