-- Where preferred usernames are aliases, a username is one too, so that nobody else can prefer it. (Longer keys are hashes, which
-- the next change of the user makes.) Whoever prefers somebody's username was never found under it.
insert into aliases (pool_id, key, kind, sub)
select users.pool_id, users.username_key, 'preferred_username', users.sub
from user_pools join users on users.pool_id = user_pools.id
where user_pools.settings -> 'AliasAttributes' ? 'preferred_username' and char_length(users.username_key) <= 100
on conflict (pool_id, key, kind) do update set sub = excluded.sub;
