using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Journal;

/// <summary>
/// What the folder of a run says of it before its journal can, and where its journal cannot be read. It is one file, whose name says
/// how far the run has come: <c>run.making</c> while its folder is made, <c>run.ready</c> when only the journal is missing, and
/// <c>run.header</c> from before the first call on. So a process that was killed before has certainly sent nothing.
/// </summary>
public static class RunStart
{
    private const int MaximumFileBytes = 1024 * 1024;

    /// <summary>The folder is new.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Begin(RunFolder folder) => new FileStream(folder.MakingPath, PrivateFile.Options(FileMode.CreateNew, FileShare.None)).Dispose();

    /// <summary>The folder has all that the run needs, besides the journal.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void MakeReady(RunFolder folder, RunHeader header)
    {
        using (var file = new FileStream(folder.MakingPath, PrivateFile.Options(FileMode.Create, FileShare.None)))
        {
            var text = JournalJson.Write(header);
            file.Write(Encoding.UTF8.GetBytes($"{text}\n{Checksum(text)}\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(folder.MakingPath, folder.ReadyPath);
    }

    /// <summary>The journal is there: from now on something may be sent. May be called again.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Complete(RunFolder folder)
    {
        if (File.Exists(folder.ReadyPath))
        {
            File.Move(folder.ReadyPath, folder.StartedPath, overwrite: true);
        }
    }

    /// <summary>Whether a run that was never started can be: its folder has all that it needs.</summary>
    public static bool IsReady(RunFolder folder) => File.Exists(folder.ReadyPath);

    /// <summary>
    /// Opens the journal of a run to go on with it, or makes that of one that was never started. Whoever calls it has the run's
    /// <see cref="RunHold"/>.
    /// </summary>
    /// <param name="model">Of the run's plan, which says whether its journal is encrypted.</param>
    /// <param name="secrets">Where the keys of an encrypted journal are.</param>
    /// <returns>The journal, PFF3302 to PFF3318, or PFF3321.</returns>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static Result<RunJournal> Open(RunFolder folder, PlanModel model, JournalOptions options, TimeProvider time, Func<RunHeader, ISecretReader> secrets)
    {
        if (NeverStarted(folder) is not { } failure)
        {
            return Completed(folder, RunJournal.Open(folder.JournalPath, options, time, secrets));
        }

        if (ReadHeader(folder.ReadyPath) is not { } header)
        {
            return failure;
        }

        var seed = SeedOf(folder, header, secrets, out var unread);
        if (unread is not null)
        {
            return unread;
        }

        if (!File.Exists(folder.PlacePath))
        {
            // What there may be of a file is not yet a journal.
            foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
            {
                File.Delete(folder.JournalPath + ending);
            }
        }

        return Completed(folder, RunJournal.Create(folder.JournalPath, header, options, time, seed, JournalEncryption.Of(model, secrets(header))));
    }

    /// <summary>Without a look at the journal; null where the folder does not say it, as of runs of older versions.</summary>
    internal static RunLinks? LinksOf(RunFolder folder) => HeaderOf(folder) is { } header ? RunLinks.Of(header) : null;

    /// <summary>A run whose journal cannot be read.</summary>
    internal static RunListing Describe(RunFolder folder, RuntimeFailure failure)
    {
        var header = HeaderOf(folder);
        var listing = new RunListing(folder.RunId, RunState.Damaged)
        {
            Name = header?.PlanName ?? "",
            Sequence = header?.Sequence ?? "",
            InputPath = header?.InputPath ?? "",
            Links = header is null ? RunLinks.None : RunLinks.Of(header),
            Failure = failure,
        };
        return JournalLock.IsHeldOn(folder.JournalPath) ? listing with { State = RunState.Running }
            : failure.Code is "PFF3312" or "PFF3314" ? listing with { State = RunState.Unreachable }
            : !IsNeverStarted(folder, failure) ? listing

            // Somebody makes it just now.
            : RunHold.IsHeldOn(folder) ? listing with { State = RunState.Running, Failure = null }
            : listing with { State = RunState.NeverStarted, Failure = RuntimeFailures.NeverStarted(folder.RunId, header is not null) };
    }

    private static Result<RunJournal> Completed(RunFolder folder, Result<RunJournal> opened)
    {
        if (opened.Value is not null)
        {
            Complete(folder);
        }

        return opened;
    }

    /// <summary>PFF3321 where it was not; null where it was, or where that cannot be known.</summary>
    private static RuntimeFailure? NeverStarted(RunFolder folder)
    {
        if (File.Exists(folder.StartedPath))
        {
            return null;
        }

        if (!File.Exists(folder.JournalPath))
        {
            return IsNeverStarted(folder, RuntimeFailures.NotAJournal(folder.JournalPath)) ? RuntimeFailures.NeverStarted(folder.RunId, IsReady(folder)) : null;
        }

        var opened = JournalReader.Open(folder.JournalPath);
        opened.Value?.Dispose();
        return opened.Failure is { } failure && IsNeverStarted(folder, failure) ? RuntimeFailures.NeverStarted(folder.RunId, IsReady(folder)) : null;
    }

    /// <summary>What a redriving run takes over; null where it takes nothing, or where the earlier journal cannot be read.</summary>
    private static JournalSeed? SeedOf(RunFolder folder, RunHeader header, Func<RunHeader, ISecretReader> secrets, out RuntimeFailure? failure)
    {
        failure = null;
        if (RunLinks.Of(header).RedriveOf is not { } redriven)
        {
            return null;
        }

        var earlier = new RunFolder(redriven, Path.Combine(Path.GetDirectoryName(folder.Path)!, redriven));
        var verified = JournalReader.OpenVerified(earlier.JournalPath, secrets);
        verified.Value?.Dispose();
        failure = verified.Failure;
        return failure is null ? new JournalSeed(earlier.JournalPath, [.. RowSelection.ReadNumbers(folder.RowsPath)], secrets) : null;
    }

    /// <param name="failure">Of reading the journal.</param>
    private static bool IsNeverStarted(RunFolder folder, RuntimeFailure failure) =>
        failure.Code is "PFF3303" or "PFF3315" && !File.Exists(folder.StartedPath) && !JournalMark.IsThere(folder.JournalPath)
        && (File.Exists(folder.ReadyPath) || File.Exists(folder.MakingPath) || IsEmpty(folder));

    /// <summary>Nothing is in it but, perhaps, the lock of whoever made it.</summary>
    private static bool IsEmpty(RunFolder folder) =>
        Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).All(path => path.StartsWith(folder.HoldPath + ".", StringComparison.Ordinal));

    private static RunHeader? HeaderOf(RunFolder folder) => ReadHeader(folder.StartedPath) ?? ReadHeader(folder.ReadyPath);

    private static string Checksum(string text) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);

    private static RunHeader? ReadHeader(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length <= MaximumFileBytes && File.ReadAllLines(path) is [var text, var checksum] && checksum == Checksum(text)
                ? JournalJson.ReadHeader(text)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
