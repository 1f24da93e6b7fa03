import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Account } from '../registry';
import { notification, stanza } from '../stanza';
import { MexError, type MexOperations } from './operation';

/** Whether an account may open no new chats, which WhatsApp calls the reach-out timelock inside, and how many. */
export const restrictionOperations: MexOperations = {
	// rc14's REACHOUT_TIMELOCK.
	'23983697327930364': (_variables, { account }) => ({
		xwa2_fetch_account_reachout_timelock: standing(account),
	}),
	// rc14's MESSAGE_CAPPING_INFO.
	'24503548349331633': ({ input }, { account }) => {
		const { type } = (input ?? {}) as { type?: unknown };
		if (type !== 'INDIVIDUAL_NEW_CHAT_MSG') throw new MexError(400, 'Bad Request');
		return { xwa2_message_capping_info: account.newChats.words() };
	},
};

/** Tells the companions of an account how it stands now. */
export function restrictionNotice(account: Account, seconds: number): BinaryNode {
	const data = { xwa2_notify_account_reachout_timelock: standing(account) };
	const content = Buffer.from(JSON.stringify({ data }));
	const update = stanza('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, content);
	return notification('mex', S_WHATSAPP_NET, seconds, [update]);
}

function standing({ restrictedUntil }: Account): Record<string, unknown> {
	if (restrictedUntil === undefined) return { is_active: false, time_enforcement_ends: '0' };
	return {
		is_active: true,
		time_enforcement_ends: String(Math.floor(restrictedUntil / 1000)),
		enforcement_type: 'DEFAULT',
	};
}
