import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseBusiness } from './verified-names';
import {
	parseAbout,
	parseAccountSync,
	parseIdentity,
	parseNumberChange,
	parsePicture,
	type ContactNotice,
} from './contact-notifications';
import { parseGroupNotices, type GroupNotice } from './group-notifications';
import { parseLiveUpdates, type ChannelNotice } from './channel-notifications';
import type { Me } from './incoming';
import { parseMex } from './mex-notifications';

/** What WhatsApp tells of groups, people and channels in `<notification>` stanzas. */
export type Notice = GroupNotice | ContactNotice | ChannelNotice;

const PARSERS = new Map<string, (node: BinaryNode, me: Me, now: number) => Notice[]>([
	['w:gp2', parseGroupNotices],
	['mex', parseMex],
	['newsletter', parseLiveUpdates],
	['picture', parsePicture],
	['status', parseAbout],
	['contacts', parseNumberChange],
	['business', parseBusiness],
	['encrypt', parseIdentity],
	['account_sync', parseAccountSync],
]);

export function parseNotices(node: BinaryNode, me: Me, now: number): Notice[] {
	return PARSERS.get(node.attrs.type ?? '')?.(node, me, now) ?? [];
}
