import { type ContactOptions, VirtualContact } from './contact';
import { MainDevice } from './main-device';
import type { MediaHost } from './media';
import { VirtualPhone } from './phone';
import type { RoutingContext } from './router';
import type { WhatsAppServer } from './server';

interface Person {
	readonly device: MainDevice;
	readonly phone: VirtualPhone;
	readonly contact: VirtualContact;
}

/** Everyone who is on this WhatsApp. A person is the same seen as phone of an account or as contact of others. */
export class Population {
	readonly #people = new Map<string, Person>();

	constructor(
		private readonly context: RoutingContext,
		private readonly server: WhatsAppServer,
		private readonly media: MediaHost,
	) {}

	phone(number: string): VirtualPhone {
		return this.#person(number).phone;
	}

	async contact(number: string, options: ContactOptions = {}): Promise<VirtualContact> {
		const known = this.#people.has(number);
		const { contact } = this.#person(number);
		await contact.apply(known ? options : { online: true, ...options });
		return contact;
	}

	close(): void {
		for (const { device } of this.#people.values()) device.close();
	}

	#person(number: string): Person {
		const known = this.#people.get(number);
		if (known) return known;
		const { clock, registry } = this.context;
		const device = new MainDevice(registry.open(number), this.context);
		const person = {
			device,
			phone: new VirtualPhone(device, this.server.linking, (companion) =>
				this.server.unlink(companion),
			),
			contact: new VirtualContact(device, this.media, () => clock.seconds()),
		};
		this.#people.set(number, person);
		return person;
	}
}
