using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Encryption;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Caching.Disk;

/// <summary>How the answers of one method are on disk.</summary>
/// <param name="Scope">What they belong to besides their arguments.</param>
internal sealed record MethodOnDisk(MethodDescriptor Method, CacheSettings Settings, AnswerSeal Seal, byte[] Scope);

/// <summary>
/// The second level of the cache: answers of reads in a file, for the next runs of the folder. A cache is a convenience: where
/// the file cannot be used it is thrown away, which is said once, and the run goes on without it. It is thrown away and not left,
/// because the writes of this run would be missing in it.
/// </summary>
internal sealed class AnswerDisk : IDisposable
{
    private readonly Dictionary<MethodDescriptor, MethodOnDisk> _methods = new(ReferenceEqualityComparer.Instance);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly IRunObserver? _observer;
    private AnswerStore? _store;
    private int _cautions;

    private AnswerDisk(string path, TimeProvider time, IRunObserver? observer)
    {
        _path = path;
        _time = time;
        _observer = observer;
    }

    /// <summary>Opens the file where the plan and the host want it; else nothing is ever found or kept.</summary>
    /// <returns>The level, or PFF3015 to PFF3017 and PFF3264 for a key that is not there or too short.</returns>
    public static Result<AnswerDisk> Create(PlanModel model, ImmutableArray<ApiClient> apis, RunSettings settings, RunServices services)
    {
        var disk = new AnswerDisk(Path.Combine(services.CacheFolder ?? string.Empty, AnswerCache.FileName), services.Time, services.Observer);
        var isRead = settings is { CacheUse: CacheUse.Everything, IsDryRun: false } && services is { Changes: null, Approved: null };
        var read = isRead ? model.Methods.Where(m => IsOnDisk(m, SettingsOf(m, apis))).ToList() : [];
        if (services.CacheFolder is null || (read.Count == 0 && !model.Methods.Any(m => m.Invalidates.Any(i => i.IsOnDisk))))
        {
            return disk;
        }

        var secrets = new Dictionary<SecretSource, string>();
        foreach (var method in read)
        {
            if (SettingsOf(method, apis).DiskKey is { } source && !secrets.ContainsKey(source))
            {
                var resolver = new SecretResolver(method.Api, services.Secrets);
                if (!resolver.TryRead(source, isForHeader: false, out var secret))
                {
                    return resolver.Failure!;
                }

                if (secret.Length < ContentCipher.ShortestSecret)
                {
                    return RuntimeFailures.CacheKeyTooShort(method.Api, source.EnvironmentVariable ?? source.File!, ContentCipher.ShortestSecret);
                }

                secrets.Add(source, secret);
            }
        }

        disk.Open();
        disk.AddMethods(read, apis, secrets);
        return disk;
    }

    /// <summary>Where the answer of a call is or goes; null where it is not for the disk.</summary>
    public AnswerPlace? PlaceOf(MethodDescriptor method, ReadKey key, int[] tags)
    {
        if (_store is not { } store || !_methods.TryGetValue(method, out var known))
        {
            return null;
        }

        var place = known.Seal.KeyOf(known.Scope, key.Text);
        try
        {
            var now = Now;
            return store.StampOf(tags, now) is { } stamp
                ? new AnswerPlace(this, known, place, tags, stamp) { Found = Find(store, known, place, stamp, now) }
                : null;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
            return null;
        }
    }

    public void Keep(MethodOnDisk method, byte[] key, int[] tags, long stamp, int status, ReadOnlySpan<byte> body)
    {
        if (_store is not { } store)
        {
            return;
        }

        var now = Now;
        var header = new AnswerHeader(key, stamp, now, now + method.Settings.DiskMs);
        var content = method.Seal.Seal(header, status, body);
        try
        {
            store.Keep(
                new SealedAnswer(header, method.Method.Api, method.Method.Name, method.Seal.Encrypts, content), tags, method.Settings.DiskBytes, now);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
        }
    }

    public void BeginWrite(int[] tags)
    {
        if (tags.Length == 0 || _store is not { } store)
        {
            return;
        }

        try
        {
            store.BeginWrite(tags, Now);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
        }
    }

    public void EndWrite(int[] tags)
    {
        if (tags.Length == 0 || _store is not { } store)
        {
            return;
        }

        try
        {
            store.EndWrite(tags);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _store, null)?.Dispose();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static CacheSettings SettingsOf(MethodDescriptor method, ImmutableArray<ApiClient> apis) =>
        method.Cache ?? apis.First(a => a.Descriptor.Name == method.Api).Descriptor.Cache;

    /// <summary>The compiler sees to it too; here it holds for any plan.</summary>
    private static bool IsOnDisk(MethodDescriptor method, CacheSettings settings) =>
        method is { Effect: Effect.Read, AnswersSecrets: false } && settings.DiskMs > 0 && (settings.DiskKey is not null || !settings.IsPersonal);

    private static bool IsTrouble(Exception exception) =>
        exception is JournalException or InvalidDataException or IOException or UnauthorizedAccessException or ObjectDisposedException;

    private void Open()
    {
        try
        {
            _store = AnswerStore.Open(_path, Now);
            return;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
        }

        try
        {
            _store = AnswerStore.Open(_path, Now);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Abandon();
        }
    }

    private void AddMethods(List<MethodDescriptor> methods, ImmutableArray<ApiClient> apis, Dictionary<SecretSource, string> secrets)
    {
        if (_store is not { } store)
        {
            return;
        }

        var identities = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var method in methods)
        {
            var api = apis.First(a => a.Descriptor.Name == method.Api);
            var settings = SettingsOf(method, apis);
            var seal = settings.DiskKey is { } source ? AnswerSeal.Encrypting(secrets[source], store.Salt) : AnswerSeal.Plain(store.Salt);
            if (!identities.TryGetValue(method.Api, out var identity))
            {
                identities.Add(method.Api, identity = AnswerScope.IdentityOf(api, store.Salt));
            }

            _methods.Add(method, new MethodOnDisk(method, settings, seal, AnswerScope.Of(api.Descriptor, identity, method, seal)));
        }
    }

    private FoundAnswer? Find(AnswerStore store, MethodOnDisk method, byte[] key, long stamp, long now)
    {
        if (store.Find(key, stamp, now) is not var (header, content))
        {
            return null;
        }

        if (method.Seal.TryOpen(header, content, out var status, out var body))
        {
            return new FoundAnswer(status, body, TimeSpan.FromMilliseconds(header.ExpiresAt - now));
        }

        store.Forget(key);
        Caution();
        return null;
    }

    private void Abandon()
    {
        Dispose();
        Caution();
        AnswerCache.Delete(_path);
    }

    private void Caution()
    {
        if (Interlocked.Exchange(ref _cautions, 1) == 0)
        {
            _observer?.Cautioned(RuntimeFailures.CacheThrownAway(_path));
        }
    }
}
