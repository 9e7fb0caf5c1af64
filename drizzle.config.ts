import { defineConfig } from 'drizzle-kit';

// `npm run migrations -- --name what-it-does` writes the next file of migrations/ from the difference to the schema.
export default defineConfig({ dialect: 'postgresql', schema: './src/store/schema/index.ts', out: './migrations' });
