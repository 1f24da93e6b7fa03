import { createHash } from 'node:crypto';
import { type Addressing, parseAddress, toJid } from './address';
import { type VerifiedLevel, verifiedName } from './business';
import type { Account } from './registry';
import type { RoutingContext } from './routing-context';
import { notification, stanza, stanzaId } from './stanza';

/** What WhatsApp tells the devices of an account that knows somebody, when that person changes something. */
export class ContactNews {
	constructor(
		private readonly person: Account,
		private readonly told: Account,
		private readonly context: Pick<RoutingContext, 'registry' | 'clock'>,
		/** By which name the person goes. */
		private readonly addressing: Addressing,
		/** Whether the person is in the address book. */
		private readonly isSaved: boolean,
	) {}

	/** Another text under "About". */
	about(text: string): void {
		this.person.about = text;
		this.#tell('status', stanza('set', {}, Buffer.from(text)));
	}

	/** Another picture, or none. */
	picture(isShown: boolean): void {
		const { jid } = this;
		this.#tell(
			'picture',
			isShown ? stanza('set', { jid, id: stanzaId() }) : stanza('delete', { jid }),
		);
	}

	/** Another phone number; the person is somebody else on WhatsApp from now on. */
	number(next: string): void {
		const account = this.context.registry.open(next);
		const lids = { old_lid: this.person.jid('lid'), new_lid: account.jid('lid') };
		const change = stanza('modify', { old: this.person.jid('pn'), new: toJid(next), ...lids });
		this.#tell('contacts', change);
	}

	/** Another phone, or WhatsApp installed anew: the security code is another one. */
	identity(): void {
		this.#tell('encrypt', stanza('identity'));
	}

	/** WhatsApp says something of the name of a business: it is one from now on, if it was none. */
	business(name: string, level: VerifiedLevel): void {
		Object.assign(this.person, { verifiedName: name, verifiedLevel: level });
		const attrs = { verified_level: level, serial: '1', v: '1' };
		const { hash } = this;
		this.#tell(
			'business',
			this.isSaved
				? verifiedName(name, { jid: this.jid, ...attrs })
				: stanza('verified_name', { hash }),
		);
	}

	/** WhatsApp is used as everybody does from now on. */
	noBusiness(): void {
		this.person.verifiedName = undefined;
		const { jid, hash } = this;
		this.#tell('business', stanza('remove', this.isSaved ? { jid } : { hash }));
	}

	/** Of who is not in the address book WhatsApp tells some things by this alone. */
	get hash(): string {
		const user = parseAddress(this.jid)?.user ?? '';
		return createHash('md5')
			.update(`${user}WA_ADD_NOTIF`)
			.digest()
			.subarray(0, 3)
			.toString('base64');
	}

	get jid(): string {
		return this.person.jid(this.addressing);
	}

	#tell(type: string, change: ReturnType<typeof stanza>): void {
		const seconds = this.context.clock.seconds();
		this.told.broadcast(notification(type, this.jid, seconds, [change]));
	}
}
