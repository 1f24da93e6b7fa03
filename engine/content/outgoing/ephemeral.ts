import type { EphemeralContent } from '../../gateway/contract';
import { invalid } from './checks';
import type { Kind } from './kind';

/** WhatsApp's own: 24 hours, 7 days, 90 days. */
const LIFETIMES = [86_400, 604_800, 7_776_000];

/** `proto.Message.ProtocolMessage.Type` */
const EPHEMERAL_SETTING = 3;

/** Both people of a chat may set how long its messages are there: by a message (whatsmeow, SetDisappearingTimer). */
export const ephemeral: Kind<EphemeralContent> = {
	check({ seconds }) {
		if (seconds === 0 || LIFETIMES.includes(seconds)) return;
		throw invalid(
			`Messages cannot disappear after ${seconds} seconds.`,
			`WhatsApp knows 24 hours, 7 days and 90 days: ${LIFETIMES.join(', ')} (seconds). 0 turns it off.`,
		);
	},
	summary: ({ seconds }) =>
		seconds > 0 ? `Messages disappear after ${seconds / 86_400} days` : 'Messages do not disappear',
	build: ({ seconds }, { now }) => ({
		protocolMessage: {
			type: EPHEMERAL_SETTING,
			ephemeralExpiration: seconds,
			ephemeralSettingTimestamp: Math.floor(now / 1000),
		},
	}),
};
