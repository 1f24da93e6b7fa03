import { isWABusinessPlatform, type AuthenticationCreds } from '@whiskeysockets/baileys';

/** Whether the phone runs WhatsApp Business: it says so while it is linked (`<platform name="smba|smbi"/>` in `pair-success`). */
export function isBusiness({ platform }: Pick<AuthenticationCreds, 'platform'>): boolean {
	return platform !== undefined && isWABusinessPlatform(platform);
}
