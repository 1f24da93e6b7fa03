import { plainText } from '../content/plain-text';
import { EngineError, type WaitingReason } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';

/** In characters. */
const LONGEST_NAME = 100;

/** The name of a campaign, as somebody has written it. Error: INVALID_SETTING. */
export function readCampaign(written: string): string {
	const name = written.trim();
	const length = [...name].length;
	if (length <= LONGEST_NAME && plainText(name) !== '') return name;
	throw new EngineError(
		'INVALID_SETTING',
		length > LONGEST_NAME
			? `The name of the campaign has ${length} characters; at most ${LONGEST_NAME} are allowed.`
			: `The name of the campaign is ${JSON.stringify(name)}, in which there is nothing to read.`,
		'Use a short name, such as "Spring sale".',
	);
}

export interface Campaign {
	id: number;
	/** As it was written first. */
	name: string;
	/** Null where it is not paused. */
	pausedSince: number | null;
}

/**
 * What messages belong to, by names of the user's: case, accents and spaces make no other one. They stay when their messages
 * are gone.
 */
export interface Campaigns {
	find(name: string): Campaign | undefined;
	/** Joins the caller's transaction. */
	findOrAdd(name: string): Campaign;
	nameOf(id: number): string;
	/** Joins the caller's transaction. Null: it goes on. `why`: where nobody has asked for it. */
	setPaused(id: number, since: number | null, why?: WaitingReason): void;
	/** In the order in which they were begun. */
	all(): Campaign[];
}

interface Row {
	id: number;
	digest: string;
	name: Uint8Array;
	paused_since: number | null;
}

export function createCampaigns({ db, seal }: AccountStore): Campaigns {
	/** Candidates ask for the same few again and again. A number that was taken back may be given to another one. */
	const names = new Map<number, string>();
	db.onRollback(() => names.clear());

	const digestOf = (name: string) => seal.digest(`campaign/${plainText(name)}`);
	const place = (digest: string) => `campaign/${digest}`;
	const open = ({ id, digest, name, paused_since: pausedSince }: Row): Campaign => ({
		id,
		name: seal.decrypt(name, place(digest)),
		pausedSince,
	});
	const select = 'SELECT id, digest, name, paused_since FROM campaign';

	function find(name: string): Campaign | undefined {
		const row = db.get<Row>(`${select} WHERE digest = ?`, digestOf(name));
		return row && open(row);
	}

	return {
		find,
		findOrAdd(name) {
			const digest = digestOf(name);
			db.run(
				'INSERT INTO campaign (digest, name) VALUES (?, ?) ON CONFLICT DO NOTHING',
				digest,
				seal.encrypt(name, place(digest)),
			);
			return find(name) as Campaign;
		},
		nameOf(id) {
			const known = names.get(id);
			if (known !== undefined) return known;
			const { name } = open(db.get<Row>(`${select} WHERE id = ?`, id) as Row);
			names.set(id, name);
			return name;
		},
		setPaused: (id, since, why) =>
			void db.run(
				'UPDATE campaign SET paused_since = ?, paused_for = ? WHERE id = ?',
				...[since, why ?? null, id],
			),
		all: () => db.all<Row>(`${select} ORDER BY id`).map(open),
	};
}
