/** The text of an HTML mail for readers without HTML; mail that lacks it is more often taken for spam. */
export const plainText = async (html: string): Promise<string> => {
  // Loaded with the first mail: it takes longer to load than the rest of the transport together.
  const { convert } = await import('html-to-text');
  return convert(html, { wordwrap: false });
};
