import {
	generateMessageIDV2,
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type WASocket,
} from '@whiskeysockets/baileys';
import type { ChatEntry } from '../gateway/contract';
import { createCommunities, type Communities } from './communities';
import type { GroupCache } from './group-cache';
import { readCreated, readFacts, readMetadata, type Created, type GroupFacts } from './group-facts';
import { createGroupInvites, type GroupInvites } from './group-invites';
import { createGroupList } from './group-list';
import type { GroupMembers } from './group-members';
import {
	createGroupParticipants,
	toAddition,
	type Addition,
	type GroupParticipants,
} from './group-participants';
import { ALL_GROUPS, createAskGroups } from './group-query';
import { createGroupSettings, type GroupSetters } from './group-settings';
import { QueryTimeout, Refusal } from './query-errors';

export interface Creation extends Created {
	subject: string;
	/** Ourselves among them. */
	additions: Addition[];
}

/** Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Groups extends GroupParticipants, GroupSetters, GroupInvites, Communities {
	/** The groups and communities that the number is in, to choose from: asked once a minute at most. */
	names(): Promise<ChatEntry[]>;
	get(group: string): Promise<GroupFacts>;
	/** The groups and communities that the number is in. */
	getMany(): Promise<GroupFacts[]>;
	create(subject: string, participants: readonly string[]): Promise<Creation>;
	leave(group: string): Promise<void>;
}

type GroupSocket = Pick<
	WASocket,
	'ev' | 'query' | 'groupFetchAllParticipating' | 'groupUpdateDescription'
>;

export function createGroups(
	sock: GroupSocket,
	cache: Pick<GroupCache, 'set' | 'forget' | 'forgetCommunity' | 'learn'>,
	members: Pick<GroupMembers, 'member'>,
	now: () => number,
): Groups {
	const ask = createAskGroups(sock);
	const list = createGroupList(sock, now);

	/** WhatsApp tells all but the device that did it. */
	function onNamed(id: string, name: string): void {
		list.forget();
		if (name) cache.learn([{ id, name }]);
	}

	return {
		...createGroupParticipants(ask, cache.forget, members),
		...createGroupSettings(sock, ask, cache.forget, onNamed),
		...createGroupInvites(ask, onNamed),
		...createCommunities(ask, cache, onNamed, members),

		names: list.get,

		async get(group) {
			const answer = await ask('get', group, { tag: 'query', attrs: { request: 'interactive' } });
			const found = getBinaryNodeChild(answer, 'group');
			if (!found) throw new QueryTimeout();
			cache.set(readMetadata(found));
			return readFacts(found);
		},

		async getMany() {
			const content = ['participants', 'description'].map((tag) => ({ tag, attrs: {} }));
			const answer = await ask('get', ALL_GROUPS, { tag: 'participating', attrs: {}, content });
			const groups = getBinaryNodeChild(answer, 'groups');
			if (!groups) throw new QueryTimeout();
			return getBinaryNodeChildren(groups, 'group').map(readFacts);
		},

		/** Not Baileys' own `groupCreate`: it leaves out who was not added, and why. */
		async create(subject, participants) {
			const answer = await ask('set', ALL_GROUPS, {
				tag: 'create',
				attrs: { subject, key: generateMessageIDV2() },
				content: participants.map((jid) => ({ tag: 'participant', attrs: { jid } })),
			});
			const group = getBinaryNodeChild(answer, 'group');
			const created = readCreated(group);
			onNamed(created.id, subject);
			return {
				...created,
				subject,
				additions: getBinaryNodeChildren(group, 'participant').map(toAddition),
			};
		},

		/** Not Baileys' own `groupLeave`: whether we were in it stands in the answer. */
		async leave(group) {
			const content = [{ tag: 'group', attrs: { id: group } }];
			const answer = await ask('set', ALL_GROUPS, { tag: 'leave', attrs: {}, content });
			const left = getBinaryNodeChild(getBinaryNodeChild(answer, 'leave'), 'group');
			cache.forget(group);
			list.forget();
			if (left?.attrs.error) throw new Refusal(Number(left.attrs.error));
		},
	};
}
