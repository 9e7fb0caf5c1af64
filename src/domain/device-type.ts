import Bowser from 'bowser';

/**
 * What session lists say of a program, out of what it calls itself: `Chrome 125 / macOS 15.0`, or the part of it that is known.
 * A name that nobody knows is the client's own invention and is not repeated.
 */
export const deviceType = (userAgent: string | undefined): string => {
  if (!userAgent) return unknown;
  const { browser, os } = Bowser.parse(userAgent);
  const program = knownBrowsers.has(browser.name ?? '') ? [browser.name, majorOf(browser.version)] : [];
  const system = os.name === 'Windows' ? [os.name, os.versionName] : [os.name, os.version];
  const parts = [program, system].map((words) => words.filter(Boolean).join(' ')).filter(Boolean);
  return parts.length > 0 ? parts.join(' / ') : unknown;
};

const unknown = 'unknown';
const knownBrowsers = new Set(Object.values(Bowser.BROWSER_MAP));
const majorOf = (version: string | undefined): string | undefined => version?.split('.')[0];
