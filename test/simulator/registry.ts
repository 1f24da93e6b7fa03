import { type BinaryNode, Curve, type KeyPair, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { type Addressing, formatAddress, lidUserOf, parseAddress } from './address';
import { AppState } from './app-state';
import type { BusinessRecord, VerifiedLevel } from './business';
import type { Cart } from './cart';
import type { Catalogue } from './catalogue';
import { DeliveryQueue, type StanzaSink } from './delivery-queue';
import type { KeyBundle, SessionOffer } from './key-bundle';
import type { Clock } from './clock';
import type { Picture } from './picture';
import { NewChats } from './new-chats';
import { otherForms } from './number-forms';
import { PrivacySettings } from './privacy-settings';
import { notification, stanza } from './stanza';

/** With fewer one-time keys than this the server asks for more. */
const LOW_KEYS = 5;

/** One device of an account: the phone (id 0) or a companion. */
export class Device {
	readonly queue = new DeliveryQueue();
	keys: KeyBundle | undefined;

	/** As what the phone lists a companion: it says so when it registers (`DeviceProps`). */
	name = '';

	/** The static Noise key by which a companion proves who it is. */
	noiseKey: Buffer | undefined;

	#activated = false;

	constructor(
		readonly account: Account,
		readonly id: number,
	) {}

	/** The companion has logged in and listens; the first time, the phone gets it up to date. */
	activate(): void {
		if (this.#activated) return;
		this.#activated = true;
		this.account.welcome(this);
	}

	/** Other devices learn a companion only with a non-zero key index. */
	get keyIndex(): number {
		return this.id;
	}

	/** The JID of this device. */
	jid(addressing: Addressing): string {
		return this.account.jid(addressing, this.id);
	}

	/** Hands out keys for one session, with a one-time key as long as there are any. */
	offerSession(): SessionOffer | undefined {
		if (!this.keys) return undefined;
		const { oneTimeKeys, ...bundle } = this.keys;
		const oneTimeKey = oneTimeKeys.shift();
		if (oneTimeKeys.length === LOW_KEYS - 1) this.#askForKeys(oneTimeKeys.length);
		return { ...bundle, oneTimeKey };
	}

	#askForKeys(left: number): void {
		const count = stanza('count', { value: String(left) });
		const seconds = this.account.clock.seconds();
		this.queue.push(notification('encrypt', S_WHATSAPP_NET, seconds, [count]));
	}
}

/** A note; `seconds`: for how long it shows, -1 for ever. */
export interface Note {
	readonly text: string;
	readonly emoji?: string;
	readonly seconds: number;
	readonly atSeconds: number;
}

/** An account: a phone number with its devices and settings. */
export class Account {
	readonly devices = new Map<number, Device>();

	/** The phone's identity key, which vouches for each companion. */
	readonly identity: KeyPair = Curve.generateKeyPair();
	readonly lidUser: string;
	readonly blocked = new Set<string>();
	readonly privacy = new PrivacySettings();

	/** How long messages of new chats are there. */
	defaultEphemeral = { seconds: 0, atSeconds: 0 };

	/** WhatsApp's terms that its owner has agreed to, by their IDs. */
	readonly acceptedTerms = new Set<string>();

	/** The name others see next to a message. */
	pushName: string;
	about = '';

	/** What "About" shows since it is a note, which comes before the one above. */
	note: Note | undefined;

	/** What the phone runs: `smba` and `smbi` are WhatsApp Business, on Android and iPhone. */
	platform: 'android' | 'iphone' | 'smba' | 'smbi' = 'android';

	/** The name that WhatsApp has verified of a business; nobody else has one. */
	verifiedName: string | undefined;
	verifiedLevel: VerifiedLevel = 'unknown';

	/** What a business shows of itself; nobody else has it. */
	business: BusinessRecord | undefined;

	/** What a business offers; nobody else has a catalogue. */
	catalogue: Catalogue | undefined;

	/** Carts that customers have sent. */
	carts: readonly Cart[] = [];

	/** The profile picture. */
	picture: Picture | undefined;
	available = false;

	/** Milliseconds since 1970; until then the account may open no new chats, says WhatsApp. */
	restrictedUntil: number | undefined;
	readonly newChats: NewChats;
	lastSeen: number | undefined;

	/** Devices that asked to be told when this one comes and goes, over which connection, and by which of its names. */
	readonly watchers = new Map<
		Device,
		{ connection: StanzaSink | undefined; addressing: Addressing }
	>();
	readonly appState = new AppState();

	/** What the phone does when a new companion is there. */
	welcome: (companion: Device) => void = () => undefined;
	#nextDeviceId = 1;

	constructor(
		readonly number: string,
		readonly clock: Clock,
	) {
		this.lidUser = lidUserOf(number);
		this.newChats = new NewChats(clock);
		this.pushName = number;
		this.devices.set(0, new Device(this, 0));
	}

	/** The phone. */
	get main(): Device {
		const main = this.devices.get(0);
		if (!main) throw new Error('an account always has its phone');
		return main;
	}

	get companions(): Device[] {
		return [...this.devices.values()].filter((device) => device.id !== 0);
	}

	/** The JID of the account, or of one of its devices. */
	jid(addressing: Addressing, device = 0): string {
		const user = addressing === 'pn' ? this.number : this.lidUser;
		return formatAddress({ addressing, user, device });
	}

	/** The id of the next companion; ids are never used twice. */
	nextDeviceId(): number {
		return this.#nextDeviceId++;
	}

	/** A companion was linked: the others are told, so that they send copies to it. */
	link(device: Device): void {
		this.devices.set(device.id, device);
		this.#announce('add', device);
	}

	/** A companion was unlinked. */
	unlink(device: Device): void {
		this.devices.delete(device.id);
		this.#announce('remove', device);
	}

	/** Delivers to each device, but not to the one it came from. */
	broadcast(item: BinaryNode, except?: Device): void {
		for (const device of this.devices.values()) {
			if (device !== except) device.queue.push(item);
		}
	}

	#announce(change: 'add' | 'remove', device: Device): void {
		const listed = stanza('device', {
			jid: device.jid('pn'),
			'key-index': String(device.keyIndex),
		});
		const news = notification('devices', this.jid('pn'), this.clock.seconds(), [
			stanza(change, {}, [listed]),
		]);
		for (const companion of this.companions) {
			if (companion !== device) companion.queue.push(news);
		}
	}
}

/** All accounts that exist on this WhatsApp. */
export class Registry {
	readonly #byNumber = new Map<string, Account>();
	readonly #byLid = new Map<string, Account>();
	readonly #byAlias = new Map<string, Account>();

	constructor(private readonly clock: Clock) {}

	/** The account of this number, created when missing. */
	open(number: string): Account {
		const existing = this.#byNumber.get(number);
		if (existing) return existing;
		const account = new Account(number, this.clock);
		this.#byNumber.set(number, account);
		this.#byLid.set(account.lidUser, account);
		return account;
	}

	/** The account of a number, if it is on WhatsApp. */
	find(number: string): Account | undefined {
		return this.#byNumber.get(number);
	}

	/** Makes another number lead to an account. */
	alias(number: string, account: Account): void {
		this.#byAlias.set(number, account);
	}

	/** The account a number leads to, be it the account's own or another way to write it. */
	findByPhone(number: string): Account | undefined {
		const known = this.find(number) ?? this.#byAlias.get(number);
		if (known) return known;
		const form = otherForms(number).find((other) => this.#byNumber.has(other));
		return form === undefined ? undefined : this.find(form);
	}

	/** The account a JID names. */
	accountOf(jid: string | undefined): Account | undefined {
		const address = parseAddress(jid);
		if (!address) return undefined;
		return (address.addressing === 'pn' ? this.#byNumber : this.#byLid).get(address.user);
	}

	/** Holds what is for the companions of a number, those linked by now; returns the release. */
	holdCompanions(number: string): () => void {
		const releases = (this.find(number)?.companions ?? []).map(({ queue }) => queue.hold());
		return () => {
			for (const release of releases) release();
		};
	}

	/** The device a JID names. */
	deviceOf(jid: string | undefined): Device | undefined {
		return this.accountOf(jid)?.devices.get(parseAddress(jid)?.device ?? 0);
	}
}
