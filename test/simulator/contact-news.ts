import { type Addressing, toJid } from './address';
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

	get jid(): string {
		return this.person.jid(this.addressing);
	}

	#tell(type: string, change: ReturnType<typeof stanza>): void {
		const seconds = this.context.clock.seconds();
		this.told.broadcast(notification(type, this.jid, seconds, [change]));
	}
}
