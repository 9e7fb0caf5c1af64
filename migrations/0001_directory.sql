CREATE TABLE "group_members" (
	"pool_id" text COLLATE "C" NOT NULL,
	"group_name" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	CONSTRAINT "group_members_pkey" PRIMARY KEY("pool_id","group_name","sub")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"pool_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C",
	"role_arn" text COLLATE "C",
	"precedence" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_pkey" PRIMARY KEY("pool_id","name")
);
--> statement-breakpoint
CREATE TABLE "pending_attributes" (
	"pool_id" text COLLATE "C" NOT NULL,
	"sub" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"value" text COLLATE "C" NOT NULL,
	CONSTRAINT "pending_attributes_pkey" PRIMARY KEY("pool_id","sub","name")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "password_disabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "group_members_sub" ON "group_members" USING btree ("pool_id","sub","group_name");