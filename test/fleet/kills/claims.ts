import type { Postgres } from '../../../scripts/services/postgres.mjs';
import type { Site } from '../../crash/site';
import { groupedBy } from '../../crash/tally';
import type { Simulator, TrafficEntry } from '../../simulator';
import { type Member, nameIn } from './member';

/** What is found out about who held which number, and when. All but the takeovers should be 0. */
export interface Findings {
	/** Rows of a log behind one of a later epoch. */
	readonly mixedEpochs: number;
	/** Frames that WhatsApp took from a process while another one held the number. */
	readonly foreignFrames: number;
	/** How long it took from the end of a process until another one had connected its number: milliseconds. */
	readonly takeovers: readonly number[];
}

interface Claim {
	readonly account: string;
	/** Empty: it was set free. */
	readonly owner: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Of a member. */
interface Sighting {
	readonly account: string;
	readonly name: string | null;
	/** Of a frame: the earliest time at which it may have come. */
	readonly at: number;
}

interface Takeover {
	readonly at: number;
	readonly ms: number;
}

/** Postgres itself notes each change of who holds what: its clock, and that of the simulator, are this machine's. */
const INSTALL = `
	CREATE TABLE seen_claim (account text, owner text, at timestamptz);
	CREATE FUNCTION see_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
		BEGIN
			INSERT INTO public.seen_claim VALUES (NEW.id, NEW.owner, clock_timestamp());
			RETURN NULL;
		END
	$$;
	CREATE TRIGGER see_claim AFTER INSERT OR UPDATE OF owner, epoch ON wa_account
		FOR EACH ROW EXECUTE FUNCTION see_claim();
	INSERT INTO seen_claim SELECT id, owner, claimed_at FROM wa_account;`;

const CLAIMS = `
	SELECT account, coalesce(owner, ''), extract(epoch FROM at) * 1000 FROM seen_claim ORDER BY at`;

const MIXED = `
	SELECT count(*) FROM (
		SELECT epoch, max(epoch) OVER (PARTITION BY account ORDER BY seq) AS latest FROM wa_log
	) AS row WHERE epoch < latest`;

/** Far shorter than a takeover. */
const TURN_MS = 10;

/** Watches who holds which number, in Postgres, and who speaks for it, in WhatsApp. */
export class Claims {
	readonly #frames: Sighting[] = [];
	readonly #logins: Sighting[] = [];
	#mixedEpochs = 0;
	#takeovers = 0;
	/**
	 * When this process has last looked at its sockets before now: what it reads may have come at any time since, and on a
	 * machine that is busy that is seconds.
	 */
	#lookedAt = Date.now();

	private constructor(
		private readonly postgres: Postgres,
		private readonly members: () => readonly Member[],
	) {}

	/** The numbers are linked, so that there are tables. */
	static async watch(
		postgres: Postgres,
		simulator: Simulator,
		sites: readonly Site[],
		members: () => readonly Member[],
	): Promise<Claims> {
		await postgres.query(INSTALL);
		const claims = new Claims(postgres, members);
		claims.#look();
		const accounts = new Map(sites.map((site) => [site.owner, site.accountId]));
		simulator.traffic.subscribe((entry) => {
			const account = accounts.get(entry.number ?? '');
			if (account !== undefined) claims.#see(account, entry);
		});
		return claims;
	}

	/** A turn of the event loop runs its timers, and then reads. */
	#look(): void {
		let turnAt = Date.now();
		const timer = setInterval(() => {
			this.#lookedAt = turnAt;
			turnAt = Date.now();
		}, TURN_MS);
		timer.unref();
	}

	#see(account: string, { direction, stanza, path, at }: TrafficEntry): void {
		const sighting = { account, name: nameIn(path), at };
		if (direction === 'in') this.#frames.push({ ...sighting, at: this.#lookedAt });
		else if (stanza.tag === 'success') {
			this.#logins.push(sighting);
			// Later it may have another ID.
			this.members()
				.find(({ name }) => name === sighting.name)
				?.ids();
		}
	}

	/** What was found since the last time. Everything is connected by now. */
	async findings(): Promise<Findings> {
		const rows = await this.postgres.query(CLAIMS);
		const claims = rows.map(([account = '', owner = '', at]) => ({
			account,
			owner,
			at: Number(at),
		}));
		const [[mixed] = []] = await this.postgres.query(MIXED);
		const mixedEpochs = Number(mixed) - this.#mixedEpochs;
		const takeovers = groupedBy(claims, ({ account }) => account)
			.flatMap((its) => this.#takeoversIn(its))
			.toSorted((a, b) => a.at - b.at)
			.map(({ ms }) => ms);
		const findings = {
			// Some may be gone, with the part of the log that they were in.
			mixedEpochs: Math.max(mixedEpochs, 0),
			foreignFrames: this.#frames.splice(0).filter((frame) => !this.#isOwners(frame, claims))
				.length,
			takeovers: takeovers.slice(this.#takeovers),
		};
		this.#mixedEpochs += mixedEpochs;
		this.#takeovers = takeovers.length;
		return findings;
	}

	#isOwners({ account, name, at }: Sighting, claims: readonly Claim[]): boolean {
		// What was on its way when the number was set free is still that of whoever had it.
		const held = claims.findLast(
			(claim) => claim.account === account && claim.owner !== '' && claim.at <= at,
		);
		// Where no member lives a process that uses the number may hold it itself: that has no name.
		return held !== undefined && (this.#memberOf(held)?.name ?? null) === name;
	}

	/** Those of one number, from a process that was killed or frozen to the next one that has connected. */
	#takeoversIn(claims: readonly Claim[]): Takeover[] {
		return claims.flatMap((claim, index) => {
			const before = claims[index - 1];
			const stoppedAt =
				before && this.#memberOf(before)?.stops.findLast((at) => at >= before.at && at < claim.at);
			const member = this.#memberOf(claim);
			const login = this.#logins.find(
				({ account, name, at }) =>
					account === claim.account &&
					at >= claim.at &&
					at < (claims[index + 1]?.at ?? Infinity) &&
					name === member?.name,
			);
			return stoppedAt && login ? [{ at: login.at, ms: login.at - stoppedAt }] : [];
		});
	}

	#memberOf({ owner }: Claim): Member | undefined {
		return this.members().find((member) => member.ids().has(owner));
	}
}
