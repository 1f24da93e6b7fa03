/**
 * The schema, step by step: entry n brings a file from version n to n + 1 (`PRAGMA user_version`). A step that was
 * released is never changed. Columns that hold words of the user or of others, or keys, are BLOBs sealed by `seal.ts`.
 * Times are milliseconds since 1970 UTC.
 */
export const MIGRATIONS: readonly string[] = [
	`
	-- Small facts of the account, sealed: link state, settings, times of code requests.
	CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

	-- The linked session's keys, by kind and id.
	CREATE TABLE auth (type TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID;

	-- Every message of ours: the send queue (status QUEUED, SENDING) and the ledger of what became of it.
	-- request: what the user asked for; wire: what went to WhatsApp (answers requests to send again).
	CREATE TABLE message (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL UNIQUE,
		chat TEXT NOT NULL,
		status TEXT NOT NULL,
		queued_at INTEGER NOT NULL,
		sent_at INTEGER, received_at INTEGER, read_at INTEGER, played_at INTEGER,
		changed_at INTEGER NOT NULL,
		error TEXT,
		participants INTEGER, -- of a group, besides ourselves
		request BLOB,
		wire BLOB
	);
	CREATE INDEX message_waiting ON message (seq) WHERE status IN ('QUEUED', 'SENDING');
	CREATE INDEX message_content ON message (changed_at) WHERE request IS NOT NULL OR wire IS NOT NULL;
	CREATE INDEX message_changed ON message (changed_at);
	CREATE INDEX message_sent ON message (sent_at) WHERE sent_at IS NOT NULL;

	-- How far each participant of a group has come with a message of ours.
	CREATE TABLE receipt (
		message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
		participant TEXT NOT NULL, status TEXT NOT NULL, at INTEGER NOT NULL,
		PRIMARY KEY (message, participant)
	) WITHOUT ROWID;

	-- Where WhatsApp says a phone number is to be reached (Brazil's ninth digit and the like).
	CREATE TABLE recipient (phone TEXT PRIMARY KEY, jid TEXT NOT NULL, checked_at INTEGER NOT NULL) WITHOUT ROWID;

	-- Messages that came in: which are known already, who wrote them, and for a short time their content (to quote them).
	CREATE TABLE incoming (
		chat TEXT NOT NULL, id TEXT NOT NULL, sender TEXT NOT NULL, from_me INTEGER NOT NULL, at INTEGER NOT NULL,
		content BLOB,
		PRIMARY KEY (chat, id)
	) WITHOUT ROWID;
	CREATE INDEX incoming_id ON incoming (id);
	CREATE INDEX incoming_at ON incoming (at);

	-- Polls and events: what it takes to read the answers to them.
	CREATE TABLE question (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
	CREATE INDEX question_at ON question (at);

	-- Files on their way out: in the spool until they are uploaded. message: the one that is sent with it.
	-- body: key and hashes, what is told about the file, where WhatsApp has it.
	CREATE TABLE media (
		id TEXT PRIMARY KEY, message TEXT, stored_at INTEGER NOT NULL, body BLOB NOT NULL
	) WITHOUT ROWID;

	-- What people are called, to choose a recipient by name.
	CREATE TABLE contact (id TEXT PRIMARY KEY, at INTEGER NOT NULL, names BLOB NOT NULL) WITHOUT ROWID;
	CREATE INDEX contact_at ON contact (at);

	-- The journal: message stanzas that are not events yet, and what their ciphertexts say. The second is kept without its
	-- body for a while, to know a ciphertext that is handed over again.
	CREATE TABLE stanza (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		chat TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
		ciphertexts TEXT NOT NULL, body BLOB NOT NULL,
		UNIQUE (chat, id)
	);
	CREATE TABLE plaintext (ciphertext TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB) WITHOUT ROWID;
	CREATE INDEX plaintext_at ON plaintext (at);

	-- Triggers, and what each has not taken yet. A batch holds events of one type that happened together and is handed
	-- over as one; it lives until its last delivery is gone.
	CREATE TABLE subscription (
		id TEXT PRIMARY KEY, events TEXT NOT NULL, raw INTEGER NOT NULL, seen_at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE batch (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, at INTEGER NOT NULL, events BLOB NOT NULL
	);
	CREATE TABLE delivery (
		subscription TEXT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
		batch INTEGER NOT NULL REFERENCES batch (seq) ON DELETE CASCADE,
		PRIMARY KEY (subscription, batch)
	) WITHOUT ROWID;
	CREATE INDEX delivery_batch ON delivery (batch);
	`,
	`
	-- Which chats a message of ours has reached: asked for every chat that waits while no new ones may be opened.
	CREATE INDEX message_reached ON message (chat) WHERE received_at IS NOT NULL;
	`,
	`
	-- Whether a message was ever handed to WhatsApp: known also when its content is gone. Of one that failed before this
	-- column was there and has no content any more nobody knows; it counts as handed over.
	ALTER TABLE message ADD COLUMN handed_over INTEGER NOT NULL DEFAULT 0;
	UPDATE message SET handed_over = 1 WHERE wire IS NOT NULL OR request IS NULL AND status <> 'CANCELLED';
	`,
	`
	-- Stanzas that WhatsApp does not hand over again and Baileys is not done with.
	CREATE TABLE errand (
		chat TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
		ciphertexts TEXT NOT NULL, body BLOB NOT NULL,
		PRIMARY KEY (chat, id)
	) WITHOUT ROWID;
	`,
	`
	-- What is told apart by a phone number goes by its digest from here on: \`hidden-ids.ts\` brings over what is there.
	ALTER TABLE auth RENAME TO auth_plain;
	CREATE TABLE auth (type TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID;
	ALTER TABLE recipient RENAME TO recipient_plain;
	CREATE TABLE recipient (phone TEXT PRIMARY KEY, jid BLOB NOT NULL, checked_at INTEGER NOT NULL) WITHOUT ROWID;
	CREATE INDEX recipient_checked ON recipient (checked_at);
	DROP INDEX contact_at;
	ALTER TABLE contact RENAME TO contact_plain;
	CREATE TABLE contact (id TEXT PRIMARY KEY, at INTEGER NOT NULL, names BLOB NOT NULL) WITHOUT ROWID;
	CREATE INDEX contact_at ON contact (at);
	`,
	`
	-- What is swept is found by an index that holds nothing else.
	DROP INDEX message_content;
	CREATE INDEX message_content ON message (changed_at)
		WHERE (request IS NOT NULL OR wire IS NOT NULL) AND status NOT IN ('QUEUED', 'SENDING', 'SENT');
	CREATE INDEX message_undelivered ON message (changed_at)
		WHERE (request IS NOT NULL OR wire IS NOT NULL) AND status = 'SENT';
	CREATE INDEX incoming_content ON incoming (at) WHERE content IS NOT NULL;
	CREATE INDEX stanza_at ON stanza (at);
	CREATE INDEX errand_at ON errand (at);
	CREATE INDEX media_unclaimed ON media (stored_at) WHERE message IS NULL;
	CREATE INDEX media_claimed ON media (message) WHERE message IS NOT NULL;
	CREATE INDEX batch_at ON batch (at);

	-- A batch goes with its last delivery.
	DELETE FROM batch WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE batch = seq);
	CREATE TRIGGER delivery_gone AFTER DELETE ON delivery BEGIN
		DELETE FROM batch WHERE seq = OLD.batch AND NOT EXISTS (SELECT 1 FROM delivery WHERE batch = OLD.batch);
	END;
	`,
	`
	-- Batches that a trigger does not get, as n8n refused them again and again.
	CREATE TABLE dropped (
		batch INTEGER NOT NULL, subscription TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, events BLOB,
		PRIMARY KEY (batch, subscription)
	) WITHOUT ROWID;
	CREATE INDEX dropped_at ON dropped (at);
	CREATE INDEX dropped_content ON dropped (at) WHERE events IS NOT NULL;
	`,
	`
	-- Which batches of a subscription belong to the same chat, as a number that does not say which (events/lanes.ts).
	CREATE TABLE lane (
		subscription TEXT NOT NULL, batch INTEGER NOT NULL, lane INTEGER NOT NULL,
		PRIMARY KEY (subscription, batch),
		FOREIGN KEY (subscription, batch) REFERENCES delivery (subscription, batch) ON DELETE CASCADE
	) WITHOUT ROWID;
	CREATE INDEX lane_batch ON lane (subscription, lane, batch);
	INSERT INTO lane SELECT subscription, batch, 0 FROM delivery;
	`,
	`
	-- SQLite makes a table of a list of three each time that it looks whether a row belongs into an index.
	DROP INDEX message_content;
	CREATE INDEX message_content ON message (changed_at)
		WHERE (request IS NOT NULL OR wire IS NOT NULL)
		AND status <> 'QUEUED' AND status <> 'SENDING' AND status <> 'SENT';
	`,
	`
	-- Which events of a type a subscription asks for, as JSON: \`Subscription.filters\`.
	ALTER TABLE subscription ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';
	`,
	`
	-- Tables by the names of what they hold.
	ALTER TABLE question RENAME TO message_secret;
	ALTER TABLE errand RENAME TO unfinished_stanza;
	`,
	`
	-- What is known of chats: unread, archived, muted, ... at: when the last message was sent.
	CREATE TABLE chat (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
	CREATE INDEX chat_at ON chat (at);
	-- The messages of a chat, newest first.
	CREATE INDEX message_chat ON message (chat, sent_at) WHERE sent_at IS NOT NULL;
	CREATE INDEX incoming_chat ON incoming (chat, at) WHERE content IS NOT NULL;
	`,
	`
	-- Who was to get a status of ours.
	CREATE TABLE audience (
		message TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE, at INTEGER NOT NULL, people BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX audience_at ON audience (at);
	`,
	`
	-- Messages that are to be marked as read, as the credential wants it (inbox/auto-read.ts).
	ALTER TABLE incoming ADD COLUMN to_read INTEGER NOT NULL DEFAULT 0;
	CREATE INDEX incoming_to_read ON incoming (at) WHERE to_read = 1;
	`,
	`
	-- Messages of albums that are not whole yet, for triggers that get an album as one event.
	CREATE TABLE album_part (
		seq INTEGER PRIMARY KEY AUTOINCREMENT, album TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL,
		body BLOB NOT NULL,
		UNIQUE (album, message)
	);
	CREATE INDEX album_part_at ON album_part (at);
	`,
	`
	-- Posts of channels: what WhatsApp's server calls them, and their files.
	CREATE TABLE post (
		channel TEXT NOT NULL, id TEXT NOT NULL, server_id TEXT, handle BLOB, at INTEGER NOT NULL,
		PRIMARY KEY (channel, id)
	) WITHOUT ROWID;
	CREATE INDEX post_at ON post (at);
	CREATE INDEX post_server ON post (channel, server_id) WHERE server_id IS NOT NULL;
	`,
	`
	-- Messages that could not be opened so far: they are known, and still to come.
	ALTER TABLE incoming ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
	`,
	`
	-- Questions whose answers executions of n8n wait for (engine/questions). message: what asks now.
	CREATE TABLE waiting_execution (
		id TEXT PRIMARY KEY, at INTEGER NOT NULL, due INTEGER, is_posted INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE question (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		execution TEXT NOT NULL, item INTEGER NOT NULL, message TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
		is_open INTEGER NOT NULL DEFAULT 1, remind_at INTEGER, is_saying INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL,
		UNIQUE (execution, item)
	);
	CREATE INDEX question_open ON question (message) WHERE is_open = 1;
	`,
	`
	-- Who does not want messages of the number (contacts/opt-outs.ts). person: the digest of an address.
	CREATE TABLE opt_out (person TEXT PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
	`,
	`
	-- Messages that a subscription collects into one event. place: a digest of the chat and of who writes there.
	CREATE TABLE collected_message (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		subscription TEXT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
		place TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
		UNIQUE (subscription, place, event)
	);
	`,
	`
	-- Chats in which triggers step aside (engine/conversations). id: the digest of the address. until: null where nothing but
	-- a person ends it.
	CREATE TABLE paused_conversation (
		id TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, body BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX paused_conversation_since ON paused_conversation (since);
	CREATE INDEX paused_conversation_until ON paused_conversation (until) WHERE until IS NOT NULL;
	`,
	`
	-- Messages that do not leave before a time, or fail when they have not left by one (ms). There is an index each for those
	-- that wait for their turn and those that wait for their time: a thousand of these hold up none of the others.
	ALTER TABLE message ADD COLUMN send_at INTEGER;
	ALTER TABLE message ADD COLUMN expires_at INTEGER;
	DROP INDEX message_waiting;
	CREATE INDEX message_waiting ON message (seq) WHERE status IN ('QUEUED', 'SENDING') AND send_at IS NULL;
	CREATE INDEX message_scheduled ON message (send_at, seq)
		WHERE status IN ('QUEUED', 'SENDING') AND send_at IS NOT NULL;
	CREATE INDEX message_expiring ON message (expires_at) WHERE status = 'QUEUED' AND expires_at IS NOT NULL;
	`,
	`
	-- What messages belong to, by names of the user's (outbox/campaigns.ts). digest: of the name.
	CREATE TABLE campaign (
		id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name BLOB NOT NULL, paused_since INTEGER
	);
	-- How many of a campaign ended how, of those whose records are gone.
	CREATE TABLE campaign_past (
		campaign INTEGER NOT NULL REFERENCES campaign (id), status TEXT NOT NULL, failure TEXT NOT NULL,
		count INTEGER NOT NULL, first_queued_at INTEGER NOT NULL, last_sent_at INTEGER,
		PRIMARY KEY (campaign, status, failure)
	) WITHOUT ROWID;
	-- priority: 0 high, 1 normal, 2 low. failure: the code of the error, where it is known in which way a message failed.
	ALTER TABLE message ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
	ALTER TABLE message ADD COLUMN campaign INTEGER REFERENCES campaign (id);
	ALTER TABLE message ADD COLUMN failure TEXT;
	DROP INDEX message_waiting;
	DROP INDEX message_scheduled;
	-- With the campaign, so that a paused one is passed over without a look at its messages.
	CREATE INDEX message_waiting ON message (priority, seq, campaign)
		WHERE status IN ('QUEUED', 'SENDING') AND send_at IS NULL;
	CREATE INDEX message_scheduled ON message (priority, send_at, seq, campaign)
		WHERE status IN ('QUEUED', 'SENDING') AND send_at IS NOT NULL;
	-- All that the statistics of a campaign are made of.
	CREATE INDEX message_campaign ON message (campaign, status, failure, queued_at, sent_at) WHERE campaign IS NOT NULL;
	`,
	`
	-- Care for the number (outbox/care). words: the digest of what a message says. is_action: it does something to a message
	-- that is there. counted_at: when it left, where that counts, and opens_chat: as a new chat, too.
	ALTER TABLE message ADD COLUMN words TEXT;
	ALTER TABLE message ADD COLUMN is_action INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE message ADD COLUMN counted_at INTEGER;
	ALTER TABLE message ADD COLUMN opens_chat INTEGER NOT NULL DEFAULT 0;
	CREATE INDEX message_counted ON message (counted_at) WHERE counted_at IS NOT NULL;
	CREATE INDEX message_opens_chat ON message (chat) WHERE opens_chat = 1;
	`,
	`
	-- Campaigns that were paused because many of their numbers are not on WhatsApp (outbox/care/list-check.ts). paused_for: why,
	-- where nobody has asked for it. checked_seq: up to which message its numbers were looked at.
	ALTER TABLE campaign ADD COLUMN paused_for TEXT;
	ALTER TABLE campaign ADD COLUMN checked_seq INTEGER NOT NULL DEFAULT 0;
	`,
	`
	-- Each look at the queue passes over these. Campaigns stay for good, and few of them are paused.
	CREATE INDEX campaign_paused ON campaign (id) WHERE paused_since IS NOT NULL;
	`,
];
