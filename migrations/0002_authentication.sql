CREATE TABLE "custom_challenge_histories" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"sealed" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "custom_challenge_histories_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"group_key" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C",
	"srp" "bytea" NOT NULL,
	"remembered" boolean NOT NULL,
	"last_ip" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "devices_pkey" PRIMARY KEY("pool_id","sub","key")
);
--> statement-breakpoint
CREATE TABLE "passkey_registrations" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"client_id" text COLLATE "C" NOT NULL,
	"challenge" text COLLATE "C" NOT NULL,
	"relying_party_id" text COLLATE "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passkey_registrations_pkey" PRIMARY KEY("pool_id","sub")
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"relying_party_id" text COLLATE "C" NOT NULL,
	"public_key" "bytea" NOT NULL,
	"sign_count" bigint NOT NULL,
	"friendly_name" text COLLATE "C" NOT NULL,
	"attachment" text COLLATE "C",
	"transports" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passkeys_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_in_codes" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"hash" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_in_codes_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "software_tokens" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"secret" "bytea",
	"friendly_name" text COLLATE "C",
	"last_step" bigint,
	"pending" "bytea",
	CONSTRAINT "software_tokens_pkey" PRIMARY KEY("pool_id","sub")
);
--> statement-breakpoint
CREATE TABLE "resource_servers" (
	"pool_id" text COLLATE "C" NOT NULL,
	"identifier" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"scopes" jsonb NOT NULL,
	CONSTRAINT "resource_servers_pkey" PRIMARY KEY("pool_id","identifier")
);
--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "session_configuration" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pool_keys" ADD COLUMN "not_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user_pools" ADD COLUMN "mfa" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "user_pools" ADD COLUMN "session_configuration" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "families" ADD COLUMN "device_group_key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "families" ADD COLUMN "session_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "families" ADD COLUMN "user_agent" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "families" ADD COLUMN "last_ip" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "mfa_enabled" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "mfa_preferred" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "custom_challenge_histories_expiry" ON "custom_challenge_histories" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "devices_created" ON "devices" USING btree ("pool_id","sub","created_at","key");--> statement-breakpoint
CREATE INDEX "passkey_registrations_expiry" ON "passkey_registrations" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "passkeys_created" ON "passkeys" USING btree ("pool_id","sub","created_at","id");--> statement-breakpoint
CREATE INDEX "sign_in_codes_expiry" ON "sign_in_codes" USING btree ("expires_at");