// @ts-check
import { Agent, request } from 'node:http';

/** @param {number} connections */
export const agentFor = (connections) => new Agent({ keepAlive: true, maxSockets: connections });

/** One POST; resolves to its status and body.
 * @param {Agent} agent @param {number} port @param {Record<string, string>} headers @param {string} body
 * @returns {Promise<{ status: number, text: string }>} */
export const post = (agent, port, headers, body) =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks = /** @type {Buffer[]} */ ([]);
        response.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
