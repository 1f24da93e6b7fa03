import { readCampaign } from '../../outbox/campaigns';

/** The campaign that is named, or all where none is: what is no name must not stand for all. Error: INVALID_SETTING. */
export function nameOrAll(campaign: string | null | undefined): string | undefined {
	return campaign === undefined || campaign === null ? undefined : readCampaign(campaign);
}
