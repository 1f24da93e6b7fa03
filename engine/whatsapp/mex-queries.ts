import { EngineError } from '../gateway/contract';

/**
 * WhatsApp's GraphQL has no queries, but IDs of them: who asks names one, and what it wants to know. WhatsApp renews them now
 * and then, and forgets the old ones some time later; then the new one stands in here, or in `OVERRIDE`. By the names that
 * WhatsApp Web has for them. From Baileys 7.0.0-rc14 (lib/Types/Mex.js) where it has them: those that its users see working;
 * else from whatsmeow (newsletter.go) and zapo 1.8 (spec/mex), as noted.
 */
const MEX_QUERIES = {
	FetchNewsletter: '6563316087068696',
	/** whatsmeow's. */
	FetchAllNewslettersMetadata: '6388546374527196',
	/** zapo's, as the next. */
	FetchNewsletterDirectoryList: '26125047313831973',
	FetchNewsletterDirectorySearchResults: '26301059626252132',
	CreateNewsletter: '8823471724422422',
	UpdateNewsletter: '24250201037901610',
	DeleteNewsletter: '30062808666639665',
	JoinNewsletter: '24404358912487870',
	LeaveNewsletter: '9767147403369991',
	/** Baileys' MUTE. */
	MuteNewsletter: '29766401636284406',
	/** Baileys' UNMUTE. */
	UnmuteNewsletter: '9864994326891137',
	/** zapo's, as the next two. */
	CreateNewsletterAdminInvite: '9387141988078609',
	RevokeNewsletterAdminInvite: '9656078347839416',
	AcceptNewsletterAdminInvite: '9580828702035549',
	DemoteNewsletterAdmin: '6551828931592903',
	ChangeNewsletterOwner: '7341777602580933',
	/** zapo's. */
	BizGetCategories: '26266473919627648',
	/** Baileys' MESSAGE_CAPPING_INFO. */
	FetchNewChatMessageCappingInfo: '24503548349331633',
	/** WhatsApp Web's own (WAWebMexUpdateTextStatusJob). */
	UpdateTextStatus: '9152604461510864',
} as const;

export type MexQuery = keyof typeof MEX_QUERIES;

/** `FetchNewsletter=27456920720571478,CreateNewsletter=...` */
const OVERRIDE = 'WHATSAPP_LINKED_QUERY_IDS';

/** The ID of a query: that of the table, or of the environment. */
export function queryId(query: MexQuery): string {
	for (const entry of (process.env[OVERRIDE] ?? '').split(',')) {
		const [name, id] = entry.split('=').map((part) => part.trim());
		if (name === query && id) return id;
	}
	return MEX_QUERIES[query];
}

/** WhatsApp does not know the ID, or what is asked with it, any more. */
export function outdatedQuery(query: MexQuery): EngineError {
	return new EngineError(
		'OUTDATED',
		`WhatsApp does not know its query ${query} by the ID ${queryId(query)} any more, so nothing was done.`,
		`Update n8n-nodes-whatsapp-linked. Until it has the new ID: who knows it sets the environment variable ${OVERRIDE} of n8n to ${query}=ID.`,
	);
}
