import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import type { Named } from '../contacts/directory';

/** Typing a name into a list asks at every letter. */
const GOOD_FOR_MS = 60_000;

/** The groups that the number is in; WhatsApp is asked once a minute at most, unless it tells of a change. */
export function createGroupList(
	sock: Pick<WASocket, 'groupFetchAllParticipating' | 'ev'>,
	onMetadata: (metadata: GroupMetadata) => void,
	now: () => number,
): () => Promise<Named[]> {
	let asked: { at: number; answer: Promise<Named[]> } | undefined;
	const forget = () => (asked = undefined);
	sock.ev.on('groups.upsert', forget);
	sock.ev.on('groups.update', forget);

	async function ask(): Promise<Named[]> {
		const groups = Object.values(await sock.groupFetchAllParticipating());
		groups.forEach(onMetadata);
		return groups.map(({ id, subject }) => ({
			chat: id,
			type: 'group',
			name: subject,
			phone: null,
		}));
	}

	return () => {
		if (!asked || now() - asked.at > GOOD_FOR_MS) {
			const answer = ask();
			asked = { at: now(), answer };
			// A question without an answer is asked again.
			answer.catch(forget);
		}
		return asked.answer;
	};
}
