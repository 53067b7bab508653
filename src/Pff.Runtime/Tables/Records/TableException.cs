using Pff.Core.Diagnostics;

namespace Pff.Runtime.Tables.Records;

/// <summary>Why an input cannot be read further, as a clause for the message.</summary>
internal sealed class TableException(string english, string portuguese) : Exception(english)
{
    public LocalizedText Reason { get; } = new(english, portuguese);
}
