select source_id, conversation, participant, time, standing, mac from consent;
