namespace Pff.Runtime.Reports.Html;

/// <summary>What a browser can still open at once; the other formats have everything.</summary>
/// <param name="Rows">Up to so many rows, all of them are in the page; of more, those that are not good, and a sample.</param>
/// <param name="Sample">About so many good rows.</param>
/// <param name="Bytes">No row is begun beyond so many bytes of rows.</param>
/// <param name="CellLength">Longer texts are cut.</param>
internal sealed record HtmlLimits(int Rows, int Sample, long Bytes, int CellLength)
{
    /// <summary>Of one row.</summary>
    public const int Calls = 200;

    public const int FieldsOfWrite = 50;

    public const int UnknownWrites = 1000;

    public const int FailureCodes = 50;

    /// <summary>With a chart.</summary>
    public const int Hosts = 20;

    public static HtmlLimits Default { get; } = new(100_000, 1_000, 128L << 20, 2_000);
}
