import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	S_WHATSAPP_NET,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import {
	EngineError,
	type Audience,
	type BlacklistSetting,
	type PrivacyChoices,
	type PrivacySetting,
	type PrivacySettings,
} from '../gateway/contract';
import { answerTo } from './query';
import { Refusal, refusalCode } from './query-errors';
import { element, queryUsers } from './user-query';

/** Somebody by both addresses, as far as they are known. */
interface Listed {
	jid: string;
	lid: string | null;
}

/** Who may see what of the account, and reach it. Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Privacy {
	get(): Promise<PrivacySettings>;
	set<Name extends PrivacySetting>(setting: Name, value: PrivacyChoices[Name]): Promise<void>;
	/** Addresses. */
	blacklist(setting: BlacklistSetting): Promise<string[]>;
	/** Returns the list as it is then. Error: REJECTED where other devices keep changing it. */
	changeBlacklist(
		setting: BlacklistSetting,
		action: 'add' | 'remove',
		people: readonly Listed[],
	): Promise<string[]>;
	/** After how many seconds messages of new chats disappear; 0: they do not. */
	defaultDisappearing(): Promise<number>;
	setDefaultDisappearing(seconds: number): Promise<void>;
	/** Something was changed elsewhere. */
	onChanged(): void;
	/** Before something is done as the settings want it. */
	refresh(): Promise<void>;
}

type PrivacySocket = Parameters<typeof queryUsers>[0] &
	Pick<WASocket, 'authState' | 'query' | 'fetchPrivacySettings'>;

/** As WhatsApp calls them (whatsmeow, types/user.go). */
const CATEGORIES: Readonly<Record<PrivacySetting, string>> = {
	lastSeen: 'last',
	picture: 'profile',
	about: 'status',
	online: 'online',
	groupAdd: 'groupadd',
	calls: 'calladd',
	messages: 'messages',
	readReceipts: 'readreceipts',
};
const BLACKLIST = 'contact_blacklist';
const VALUES: Readonly<Record<Audience, string>> = {
	everyone: 'all',
	contacts: 'contacts',
	contactsExcept: BLACKLIST,
	nobody: 'none',
	sameAsLastSeen: 'match_last_seen',
	known: 'known',
};
/** In place of a value. */
const NOT_THERE = 'error';

/** Another device has changed the list meanwhile. */
const CONFLICT = 409;
/** So often somebody else may be quicker. */
const MAX_TRIES = 5;
/** The version of a list that is not there. */
const NO_LIST = 'none';

/**
 * Not Baileys' own update...Privacy (lib/Socket/chats.js): they take a question that nobody has answered for one that was done,
 * know no black lists, and leave what Baileys remembers of the settings as it was.
 */
export function createPrivacy(sock: PrivacySocket): Privacy {
	let isStale = false;

	const ask = async (node: BinaryNode) => await answerTo(sock.query, node);

	const askPrivacy = async (type: 'get' | 'set', privacy: BinaryNode) =>
		getBinaryNodeChild(await ask(toServer(type, 'privacy', privacy)), 'privacy');

	async function setCategory(category: BinaryNode, mode: Record<string, string> = {}) {
		isStale = true;
		const answer = await askPrivacy('set', { tag: 'privacy', attrs: mode, content: [category] });
		const { name } = category.attrs;
		const told = getBinaryNodeChildren(answer, 'category').find(({ attrs }) => attrs.name === name);
		// WhatsApp may say so in an answer that is none itself (zapo, parsePrivacySettings).
		if (told?.attrs.value === NOT_THERE) throw new Refusal(NOT_OFFERED);
	}

	/** Accounts that have a LID name people by it; WhatsApp refuses other questions of theirs (zapo, `addressing_mode`). */
	const lidMode = () => {
		const { lid } = sock.authState.creds.me ?? {};
		return lid ? { addressing_mode: 'lid' } : undefined;
	};

	/** Undefined where the setting has no list. */
	async function readList(setting: BlacklistSetting) {
		const attrs = { name: CATEGORIES[setting], value: BLACKLIST };
		const content = [{ tag: 'list', attrs }];
		const answer = await askPrivacy('get', { tag: 'privacy', attrs: lidMode() ?? {}, content });
		const list = getBinaryNodeChild(answer, 'list');
		return list && { version: list.attrs.dhash, jids: jidsIn(list) };
	}

	async function writeList(
		setting: BlacklistSetting,
		action: 'add' | 'remove',
		people: readonly Listed[],
		version = NO_LIST,
	): Promise<void> {
		const mode = lidMode();
		const users = people.map(({ jid, lid }): BinaryNode => {
			const byLid = lid && { jid: lid, ...(jid !== lid && { pn_jid: jid }) };
			return { tag: 'user', attrs: { action, ...((mode && byLid) || { jid }) } };
		});
		const attrs = { name: CATEGORIES[setting], value: BLACKLIST, dhash: version };
		await setCategory({ tag: 'category', attrs, content: users }, mode);
	}

	return {
		async get() {
			const privacy = await askPrivacy('get', element('privacy'));
			return settingsIn(privacy);
		},

		set: (setting, value) => setCategory(categoryOf(setting, value)),

		blacklist: async (setting) => (await readList(setting))?.jids ?? [],

		/** WhatsApp takes a change only on top of the list that it has. */
		async changeBlacklist(setting, action, people) {
			for (let tries = 1; tries <= MAX_TRIES; tries++) {
				const list = await readList(setting);
				const jids = list?.jids ?? [];
				const isOn = ({ jid, lid }: Listed) => jids.includes(jid) || jids.includes(lid ?? jid);
				const rest = people.filter((one) => isOn(one) === (action === 'remove'));
				// To write it would make a setting `contactsExcept` that is none.
				if (rest.length === 0 && (list || action === 'remove')) return jids;
				try {
					await writeList(setting, action, rest, list?.version);
				} catch (error) {
					if (refusalCode(error) !== CONFLICT) throw error;
					continue;
				}
				const changed = rest.map(({ jid, lid }) => lid ?? jid);
				return action === 'add'
					? [...jids, ...changed]
					: jids.filter((jid) => !rest.some((one) => [one.jid, one.lid].includes(jid)));
			}
			throw OVERTAKEN;
		},

		async defaultDisappearing() {
			const jid = withoutDevice(sock.authState.creds.me?.id ?? '');
			const asked = [{ tag: 'user', attrs: { jid } }];
			const [user] = await queryUsers(sock, [element(DISAPPEARING)], asked);
			return Number(getBinaryNodeChild(user, DISAPPEARING)?.attrs.duration ?? 0);
		},

		async setDefaultDisappearing(seconds) {
			const attrs = { duration: String(seconds) };
			await ask(toServer('set', DISAPPEARING, { tag: DISAPPEARING, attrs }));
		},

		onChanged() {
			isStale = true;
		},

		/** Baileys asks once, and tells who wrote that a message was read by what it was told then (readMessages). */
		async refresh() {
			if (!isStale) return;
			isStale = false;
			try {
				await sock.fetchPrivacySettings(true);
			} catch (error) {
				isStale = true;
				throw error;
			}
		},
	};
}

const DISAPPEARING = 'disappearing_mode';
/** As WhatsApp refuses what it does not know. */
const NOT_OFFERED = 400;

function toServer(type: 'get' | 'set', xmlns: string, child: BinaryNode): BinaryNode {
	return { tag: 'iq', attrs: { to: S_WHATSAPP_NET, type, xmlns }, content: [child] };
}

function jidsIn(list: BinaryNode): string[] {
	return getBinaryNodeChildren(list, 'user').flatMap(({ attrs: { jid } }) =>
		jid ? [withoutDevice(jid)] : [],
	);
}

function categoryOf(setting: PrivacySetting, value: Audience | boolean): BinaryNode {
	const audience = typeof value === 'boolean' ? (value ? 'everyone' : 'nobody') : value;
	return { tag: 'category', attrs: { name: CATEGORIES[setting], value: VALUES[audience] } };
}

/** `<privacy><category name value/>...</privacy>` */
function settingsIn(privacy: BinaryNode | undefined): PrivacySettings {
	const told = new Map(
		getBinaryNodeChildren(privacy, 'category').map(({ attrs }) => [attrs.name, attrs.value]),
	);
	const audiences = Object.entries(VALUES) as Array<[Audience, string]>;
	const settings = (Object.keys(CATEGORIES) as PrivacySetting[]).map((setting) => {
		const value = told.get(CATEGORIES[setting]);
		if (value === undefined || value === NOT_THERE) return [setting, null];
		if (setting === 'readReceipts') return [setting, value !== VALUES.nobody];
		return [setting, audiences.find(([, word]) => word === value)?.[0] ?? 'other'];
	});
	return Object.fromEntries(settings) as PrivacySettings;
}

const OVERTAKEN = new EngineError(
	'REJECTED',
	`Another device of the number kept changing the same list: WhatsApp did not take the change in ${MAX_TRIES} tries.`,
	'Try again in a minute.',
	true,
);
