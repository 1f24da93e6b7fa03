import { lidOf, parseJid, phoneOf } from '../content/jid';
import type { LinkedPhone } from '../gateway/contract';
import type { Settings } from '../store/account-store';
import { DEFAULT_DEVICE_NAME, type Auth } from '../whatsapp/index';

const NAME = 'deviceName';

const PLATFORMS: Readonly<Record<string, Pick<LinkedPhone, 'system' | 'app'>>> = {
	android: { system: 'Android', app: 'WhatsApp' },
	iphone: { system: 'iPhone', app: 'WhatsApp' },
	smba: { system: 'Android', app: 'WhatsApp Business' },
	smbi: { system: 'iPhone', app: 'WhatsApp Business' },
};

/** What is known of the phone that has linked this device. */
export interface PhoneRecord {
	/** It lists the device by this name. */
	onPaired(deviceName: string): void;
	describe(): LinkedPhone;
}

export function createPhoneRecord(
	settings: Settings,
	auth: Pick<Auth, 'me' | 'platform'>,
): PhoneRecord {
	return {
		onPaired: (deviceName) => settings.set(NAME, deviceName),
		describe() {
			const { jid, lid } = auth.me();
			const platform = auth.platform() ?? null;
			return {
				phone: phoneOf(jid),
				lid: lidOf(lid),
				platform,
				...((platform && PLATFORMS[platform]) || { system: null, app: null }),
				deviceName: settings.get<string>(NAME) ?? DEFAULT_DEVICE_NAME,
				deviceId: jid === null ? null : (parseJid(jid)?.device ?? null),
			};
		},
	};
}
