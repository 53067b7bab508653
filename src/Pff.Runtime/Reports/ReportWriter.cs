using System.Collections.Immutable;
using System.IO.Compression;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Reports.Html;

namespace Pff.Runtime.Reports;

public enum ReportFormat
{
    Workbook,
    Csv,
    JsonLines,
    Html,
    Parquet,
}

/// <summary>Writes reports: one row for each row of the input, in its order, streamed.</summary>
public static class ReportWriter
{
    public static ImmutableArray<string> SupportedExtensions { get; } = [".xlsx", ".csv", ".jsonl", ".parquet", ".html", ".csv.gz", ".jsonl.gz", ".csv.zst", ".jsonl.zst"];

    /// <summary>The format that a file's extension names.</summary>
    /// <returns>Null for any that cannot be written.</returns>
    public static ReportFormat? FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".XLSX" => ReportFormat.Workbook,
        ".CSV" => ReportFormat.Csv,
        ".JSONL" => ReportFormat.JsonLines,
        ".HTML" => ReportFormat.Html,
        ".PARQUET" => ReportFormat.Parquet,
        ".GZ" or ".ZST" when FormatOf(Path.GetFileNameWithoutExtension(path)) is ReportFormat.Csv or ReportFormat.JsonLines =>
            FormatOf(Path.GetFileNameWithoutExtension(path)),
        _ => null,
    };

    /// <summary>Why a report cannot be written at a path, found by beginning to; null where it can.</summary>
    public static LocalizedText? ProblemAt(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new LocalizedText("it is a folder", "é uma pasta");
            }

            OpenPartial(path, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileFault.Of(exception);
        }
    }

    /// <summary>What came of a run, without a file; null where the journal or the input cannot be read.</summary>
    public static RunReportSummary? Summarize(ReportSource source)
    {
        try
        {
            return RunReportSummary.Of(source);
        }
        catch (Exception exception) when (exception is JournalException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes to a file beside the report and renames it at the end, so that no half report is ever seen.</summary>
    /// <returns>The run's summary; or PFF3401, PFF3402, or what is wrong with the journal.</returns>
    public static Result<RunReportSummary> Write(string path, ReportSource source, Language language, CancellationToken cancellation)
    {
        if (FormatOf(path) is not { } format)
        {
            return RuntimeFailures.UnsupportedReport(path, SupportedExtensions);
        }

        var partial = PartialPath(path);
        try
        {
            RunReportSummary summary;
            using (var stream = OpenPartial(path, FileOptions.None))
            {
                using (var packed = Pack(path, stream))
                {
                    summary = Write(packed ?? stream, format, source, language, cancellation);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            return summary;
        }
        catch (JournalException exception)
        {
            Discard(partial);
            return exception.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(partial);
            return RuntimeFailures.ReportNotWritten(path, FileFault.Of(exception));
        }
        catch (OperationCanceledException)
        {
            Discard(partial);
            throw;
        }
    }

    /// <summary>Writes to a stream that stays open.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static RunReportSummary Write(
        Stream stream, ReportFormat format, ReportSource source, Language language, CancellationToken cancellation)
    {
        var columns = new ReportColumns(source, language);
        using ReportSheet sheet = format switch
        {
            ReportFormat.Workbook => new WorkbookReport(stream, columns, language),
            ReportFormat.Csv => new CsvReport(stream, columns),
            ReportFormat.JsonLines => new JsonLinesReport(stream, columns),
            ReportFormat.Html => new HtmlReport(stream, columns, source, language, HtmlLimits.Default),
            ReportFormat.Parquet => new ParquetReport(stream, columns),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        var summary = new SummaryBuilder(source);
        var cells = new Value[columns.Names.Length];
        foreach (var row in ReportRow.Join(source.InputRows(), source.Rows))
        {
            cancellation.ThrowIfCancellationRequested();
            summary.Add(row);
            columns.Fill(row, cells);
            sheet.Add(row, cells);
        }

        sheet.StartUnknownWrites();
        foreach (var write in source.UnknownWrites)
        {
            summary.Add(write);
            sheet.Add(write);
        }

        var built = summary.Build();
        sheet.Finish(built);
        return built;
    }

    private static string PartialPath(string path) => path + ".partial";

    /// <summary>The file beside the report, in its folder, which is made where it is not there.</summary>
    private static FileStream OpenPartial(string path, FileOptions options)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return new FileStream(PartialPath(path), FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, options);
    }

    /// <summary>A stream that packs into the file and leaves it open, or null where the report is not packed.</summary>
    private static Stream? Pack(string path, Stream file) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" => new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true),
        ".ZST" => PackZstandard(file),
        _ => null,
    };

    /// <summary>With the checksum that the format has and its library leaves out.</summary>
    private static ZstdSharp.CompressionStream PackZstandard(Stream file)
    {
        var stream = new ZstdSharp.CompressionStream(file, leaveOpen: true);
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }

    private static void Discard(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to tell.
        }
    }
}

/// <summary>One format of a report: rows, then writes of unknown effect, then the summary.</summary>
internal abstract class ReportSheet : IDisposable
{
    /// <param name="row">What the cells are of.</param>
    /// <param name="cells">One for each column; read before the call returns.</param>
    public abstract void Add(in ReportRow row, ReadOnlySpan<Value> cells);

    public virtual void StartUnknownWrites()
    {
    }

    public virtual void Add(UnknownWrite write)
    {
    }

    public abstract void Finish(RunReportSummary summary);

    public virtual void Dispose()
    {
    }
}
