CREATE TABLE "access_keys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"account" text COLLATE "C" NOT NULL,
	"region" text COLLATE "C",
	"principal" text COLLATE "C" NOT NULL,
	"secret" "bytea" NOT NULL,
	"policy" jsonb NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_secrets" (
	"pool_id" text COLLATE "C" NOT NULL,
	"client_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "client_secrets_pkey" PRIMARY KEY("pool_id","client_id","id")
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"settings" jsonb NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "clients_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "clients_by_id" (
	"id" text COLLATE "C" NOT NULL,
	"pool_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "clients_by_id_pkey" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"medium" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"destination" text COLLATE "C" NOT NULL,
	"payload" jsonb NOT NULL,
	"secret" "bytea",
	"rendered" "bytea",
	"attempts" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"give_up_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"last_error" text COLLATE "C",
	CONSTRAINT "outbox_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "pool_keys" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"use" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"public_jwk" jsonb,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "pool_keys_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"pool_id" text COLLATE "C" NOT NULL,
	"client_id" text COLLATE "C" DEFAULT '' NOT NULL,
	"removed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "removals_pkey" PRIMARY KEY("pool_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "user_count_deltas" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"delta" integer NOT NULL,
	CONSTRAINT "user_count_deltas_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "user_counts" (
	"pool_id" text COLLATE "C" NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "user_counts_pkey" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
CREATE TABLE "user_pools" (
	"id" text COLLATE "C" NOT NULL,
	"account" text COLLATE "C" NOT NULL,
	"region" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"settings" jsonb NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_pools_pkey" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"scope" text COLLATE "C" PRIMARY KEY NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"master_key_id" text COLLATE "C" NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "aliases" (
	"pool_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	CONSTRAINT "aliases_pkey" PRIMARY KEY("pool_id","key","kind")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"pool_id" text COLLATE "C" NOT NULL,
	"purpose" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"count" integer NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attempts_pkey" PRIMARY KEY("pool_id","purpose","key")
);
--> statement-breakpoint
CREATE TABLE "codes" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"purpose" text COLLATE "C" NOT NULL,
	"hash" "bytea" NOT NULL,
	"attribute" text COLLATE "C" NOT NULL,
	"value" text COLLATE "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "codes_pkey" PRIMARY KEY("pool_id","sub","purpose")
);
--> statement-breakpoint
CREATE TABLE "families" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"client_id" text COLLATE "C" NOT NULL,
	"origin_jti" text COLLATE "C" NOT NULL,
	"generation" integer NOT NULL,
	"rotated_at" timestamp (3) with time zone,
	"scopes" text COLLATE "C" NOT NULL,
	"auth_time" timestamp (3) with time zone NOT NULL,
	"device_key" text COLLATE "C",
	"acr" text COLLATE "C",
	"amr" text COLLATE "C",
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"refresh_until" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "families_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "password_history" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	CONSTRAINT "password_history_pkey" PRIMARY KEY("pool_id","sub","set_at","hash")
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"srp" "bytea",
	"temporary_until" timestamp (3) with time zone,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passwords_pkey" PRIMARY KEY("pool_id","sub")
);
--> statement-breakpoint
CREATE TABLE "spent_sessions" (
	"pool_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spent_sessions_pkey" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"username" text COLLATE "C" NOT NULL,
	"username_key" text COLLATE "C" NOT NULL,
	"attempts_key" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"enabled" boolean NOT NULL,
	"attributes" jsonb NOT NULL,
	"email_key" text COLLATE "C",
	"phone_number_key" text COLLATE "C",
	"preferred_username_key" text COLLATE "C",
	"name_key" text COLLATE "C",
	"given_name_key" text COLLATE "C",
	"family_name_key" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_pkey" PRIMARY KEY("pool_id","sub")
);
--> statement-breakpoint
CREATE INDEX "clients_created" ON "clients" USING btree ("pool_id","created_at","id");--> statement-breakpoint
CREATE INDEX "clients_by_id_pool" ON "clients_by_id" USING btree ("pool_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_done" ON "outbox" USING btree ("created_at","id") WHERE state <> 'pending';--> statement-breakpoint
CREATE INDEX "user_pools_created" ON "user_pools" USING btree ("account","region","created_at","id");--> statement-breakpoint
CREATE INDEX "aliases_sub" ON "aliases" USING btree ("pool_id","sub");--> statement-breakpoint
CREATE INDEX "attempts_expiry" ON "attempts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "codes_expiry" ON "codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "families_sub" ON "families" USING btree ("pool_id","sub");--> statement-breakpoint
CREATE INDEX "families_client" ON "families" USING btree ("pool_id","client_id");--> statement-breakpoint
CREATE INDEX "families_expiry" ON "families" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "spent_sessions_expiry" ON "spent_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "users" USING btree ("pool_id","username_key");--> statement-breakpoint
CREATE INDEX "users_created" ON "users" USING btree ("pool_id","created_at","sub");--> statement-breakpoint
CREATE INDEX "users_status" ON "users" USING btree ("pool_id","status","sub");--> statement-breakpoint
CREATE INDEX "users_enabled" ON "users" USING btree ("pool_id","enabled","sub");--> statement-breakpoint
CREATE INDEX "users_email" ON "users" USING btree ("pool_id","email_key","sub") WHERE email_key is not null;--> statement-breakpoint
CREATE INDEX "users_phone_number" ON "users" USING btree ("pool_id","phone_number_key","sub") WHERE phone_number_key is not null;--> statement-breakpoint
CREATE INDEX "users_preferred_username" ON "users" USING btree ("pool_id","preferred_username_key","sub") WHERE preferred_username_key is not null;--> statement-breakpoint
CREATE INDEX "users_name" ON "users" USING btree ("pool_id","name_key","sub") WHERE name_key is not null;--> statement-breakpoint
CREATE INDEX "users_given_name" ON "users" USING btree ("pool_id","given_name_key","sub") WHERE given_name_key is not null;--> statement-breakpoint
CREATE INDEX "users_family_name" ON "users" USING btree ("pool_id","family_name_key","sub") WHERE family_name_key is not null;