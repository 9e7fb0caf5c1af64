export * from './access-keys.js';
export * from './clients.js';
export * from './outbox.js';
export * from './pools.js';
export * from './system.js';
export * from './users.js';
