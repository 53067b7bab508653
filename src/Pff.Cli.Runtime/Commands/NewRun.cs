using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The folder and journal of a run that begins.</summary>
internal static class NewRun
{
    /// <param name="more">Settings besides, by name.</param>
    public static RunHeader HeaderOf(RunJob job, string file, string sha256, string? mock, ImmutableDictionary<string, string> more)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new RunHeader
        {
            RunId = string.Empty,
            PlanHash = job.Plan.Hash,
            PlanName = job.Plan.Model.Name,
            Sequence = job.Sequence.Name,
            InputPath = Path.GetFullPath(file),
            InputSha256 = sha256,
            Now = new Timestamp(now.ToUnixTimeSeconds(), (int)(now.Ticks % TimeSpan.TicksPerSecond * 100)),
            Columns = job.Sequence.Columns,
            Settings = StoredSettings.Write(job.Settings, mock, job.SourceFolder, more),
        };
    }

    /// <summary>Null where nothing can be written, and that is said.</summary>
    /// <param name="artifact">The compiled plan, of which the run keeps a copy.</param>
    /// <param name="header">The run's id is filled in.</param>
    /// <param name="prepare">Puts what else the run needs into its folder before the journal is there.</param>
    /// <param name="seed">What an earlier run leaves to this one; null for a run of its own.</param>
    /// <param name="place">Where the journal is to be; null for a file of the run's folder.</param>
    public static OpenedJournal? Create(
        HostConsole console, RunJob job, ReadOnlyMemory<byte> artifact, RunHeader header, PostgresPlace? place, Action<RunFolder>? prepare = null,
        JournalSeed? seed = null)
    {
        var store = new RunStore(Directory.GetCurrentDirectory(), TimeProvider.System);
        if (!store.Create().IsSuccess(out var folder, out var failure) || !RunHold.Acquire(folder).IsSuccess(out var hold, out failure))
        {
            RunLookup.Say(failure, console);
            return null;
        }

        RunJournal? journal = null;
        try
        {
            RunStart.Begin(folder);
            File.WriteAllBytes(folder.PlanPath, artifact.Span);
            prepare?.Invoke(folder);
            place?.Write(folder.PlacePath, folder.RunId);
            var named = header with { RunId = folder.RunId };
            RunStart.MakeReady(folder, named);
            var encryption = JournalEncryption.Of(job.Plan.Model, JournalSecrets.Of(named));
            if (!RunJournal.Create(folder.JournalPath, named, JournalOptions.Default, TimeProvider.System, seed, encryption).IsSuccess(out journal, out failure))
            {
                RunLookup.Say(failure, console);
                return null;
            }

            RunStart.Complete(folder);
            return new OpenedJournal(folder, journal);
        }
        finally
        {
            if (journal is null)
            {
                Remove(folder, hold);
            }

            hold.Dispose();
        }
    }

    /// <summary>Nothing was sent, so the half of a run that a full disk leaves would only be in the way.</summary>
    private static void Remove(RunFolder folder, RunHold hold)
    {
        if (OperatingSystem.IsWindows())
        {
            // A folder with an open file cannot be deleted there.
            hold.Dispose();
        }

        Directory.Delete(folder.Path, recursive: true);
    }
}

/// <summary>A run's folder with its journal, open for writing.</summary>
internal sealed record OpenedJournal(RunFolder Folder, RunJournal Journal);

/// <summary>What of the command line a resumed run needs, as the journal's header keeps it.</summary>
/// <param name="CautionTexts">By the keys of <see cref="Caution"/>.</param>
internal sealed record StoredSettings(RunSettings Settings, string? Mock, string SourceFolder, ImmutableDictionary<string, string> CautionTexts)
{
    private const string WorkersKey = "workers";
    private const string SeedKey = "seed";
    private const string DryRunKey = "dry_run";
    private const string CacheKey = "cache";
    private const string MockKey = "mock";
    private const string SourceFolderKey = "source_folder";
    private const string LanguageKey = "language";
    private const string VersionKey = "pff_version";

    /// <summary>Of this program.</summary>
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static ImmutableDictionary<string, string> Write(
        RunSettings settings, string? mock, string sourceFolder, ImmutableDictionary<string, string> cautionTexts)
    {
        var stored = ImmutableDictionary<string, string>.Empty
            .Add(WorkersKey, settings.Workers.ToString(CultureInfo.InvariantCulture))
            .Add(SeedKey, settings.Seed.ToString(CultureInfo.InvariantCulture))
            .Add(DryRunKey, settings.IsDryRun ? "true" : "false")
            .Add(CacheKey, settings.CacheUse.ToString())
            .Add(SourceFolderKey, sourceFolder)
            .Add(LanguageKey, settings.Language == Language.Portuguese ? "pt" : "en")
            .Add(VersionKey, Version)
            .AddRange(cautionTexts);
        return mock is null ? stored : stored.Add(MockKey, Path.GetFullPath(mock));
    }

    public static StoredSettings Read(RunHeader header)
    {
        var defaults = new RunSettings();
        return new(
            defaults with
            {
                Workers = Number(header, WorkersKey, defaults.Workers),
                Seed = Number(header, SeedKey, 0),
                IsDryRun = header.Settings.GetValueOrDefault(DryRunKey) == "true",
                Language = header.Settings.GetValueOrDefault(LanguageKey) == "pt" ? Language.Portuguese : Language.English,
                CacheUse = Enum.TryParse(header.Settings.GetValueOrDefault(CacheKey), out CacheUse use) ? use : CacheUse.Everything,
            },
            header.Settings.GetValueOrDefault(MockKey),
            SourceFolderOf(header),
            header.Settings.Where(s => Caution.Keys.Contains(s.Key)).ToImmutableDictionary());
    }

    /// <summary>Where relative paths of secret files start.</summary>
    public static string SourceFolderOf(RunHeader header) => header.Settings.GetValueOrDefault(SourceFolderKey) ?? Directory.GetCurrentDirectory();

    /// <summary>Of the program that began the run; null where it did not say.</summary>
    public static string? VersionOf(RunHeader header) => header.Settings.GetValueOrDefault(VersionKey);

    private static int Number(RunHeader header, string key, int fallback) =>
        int.TryParse(header.Settings.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
