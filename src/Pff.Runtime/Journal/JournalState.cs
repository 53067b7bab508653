using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>What a journal says of itself.</summary>
/// <param name="Identity">The checksum of its header, which no other journal has.</param>
/// <param name="Cipher">Null where it is in the clear.</param>
internal sealed record JournalState(RunHeader Header, long Identity, JournalSeal Seal, JournalCipher? Cipher);

/// <summary>A journal that was read from end to end and holds together.</summary>
/// <param name="Commit">The number of its last commit.</param>
/// <param name="Mark">The commit that its mark names; null where nothing tells.</param>
public sealed record JournalSummary(long Commit, long? Mark, long Calls, long Rows, long UnknownWrites);
