export * from './access-keys.js';
export * from './clients.js';
export * from './groups.js';
export * from './outbox.js';
export * from './pending-attributes.js';
export * from './pools.js';
export * from './system.js';
export * from './users.js';
