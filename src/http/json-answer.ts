import { corsHeaders } from './cors.js';

/** Answers a GET with JSON. */
export const jsonAnswer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...corsHeaders, ...headers },
  });

/** The answer where nothing is. */
export const notFound = (): Response => jsonAnswer(404, { message: 'Not Found' });
