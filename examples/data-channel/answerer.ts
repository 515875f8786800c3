/** Answers the offerer, another process. Start both in any order. */
import { Meeting } from "./meeting.ts";
import { talk } from "./talk.ts";

const meeting = new Meeting({ selfId: "answerer", otherId: "offerer" });

meeting.connection.ondatachannel = ({ channel }) => talk(meeting, channel);

meeting.begin();
