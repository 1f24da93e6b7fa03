/** As what the phone lists this device where nobody has chosen a name: beside "Google Chrome". */
export const DEFAULT_DEVICE_NAME = 'Mac OS';

/** System, browser and version of the browser that Baileys says that we are. */
export type Browser = [system: string, browser: string, version: string];

/**
 * The system is the name in the phone's list of linked devices (DeviceProps, `os`). WhatsApp learns it as the device is
 * linked, and nothing is known that changes it later (whatsmeow and Baileys send it with the registration alone).
 */
export function browserFor(deviceName: string): Browser {
	return [deviceName || DEFAULT_DEVICE_NAME, 'Chrome', '14.4.1'];
}

/**
 * Whoever is linked by code is shown to the phone as "browser (system)" first, and WhatsApp takes only systems there that it
 * knows (whatsmeow, PairPhone). By then the registration with the name is on its way.
 */
export function useCommonName(browser: Browser): void {
	browser[0] = DEFAULT_DEVICE_NAME;
}
