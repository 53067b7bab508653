namespace Pff.Runtime.Tables;

/// <summary>Limits against hostile or broken files. Rows are streamed and have no limit.</summary>
public sealed record TableOptions
{
    public static TableOptions Default { get; } = new();

    /// <summary>As many columns as a spreadsheet can have.</summary>
    public int MaximumColumns { get; init; } = 16_384;

    /// <summary>The longest text of a cell, in UTF-16 code units.</summary>
    public int MaximumCellLength { get; init; } = 1024 * 1024;

    /// <summary>The longest row of a text format, in UTF-16 code units or bytes.</summary>
    public int MaximumRowLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>How much one part of a workbook may unpack to, in bytes.</summary>
    public long MaximumUnpackedBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>How many times its packed size a part of a workbook may unpack to, once it has passed a megabyte.</summary>
    public int MaximumUnpackingRatio { get; init; } = 400;

    /// <summary>The character between the fields of a <c>.csv</c>; null finds it in the first lines.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The name of the workbook's sheet, without regard to case; null takes the first that is visible.</summary>
    public string? Sheet { get; init; }
}
