using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pff.Core.Plan.Storage;

// Methods and APIs.
internal sealed partial class PlanReader
{
    private MethodDescriptor ReadMethod() => new()
    {
        Name = reader.ReadString(),
        Api = reader.ReadString(),
        Verb = reader.ReadString(),
        Path = List(ReadPathSegment),
        Parameters = List(ReadParameter),
        Effect = (Effect)Enumerated((int)Effect.Irreversible),
        IsIdempotent = reader.ReadBoolean(),
        IdempotencyHeader = reader.ReadString(),
        IdempotencyParameters = ReadNumbers(),
        RequestMediaType = reader.ReadString(),
        FixedHeaders = List(ReadHeader),
        Timeouts = reader.ReadBoolean() ? ReadTimeouts() : null,
        Retry = reader.ReadBoolean() ? ReadRetry() : null,
        Hedge = reader.ReadBoolean() ? ReadHedge() : null,
        Cache = reader.ReadBoolean() ? ReadCache() : null,
        CacheRule = reader.ReadBoolean() ? ReadCacheRule() : null,
        Invalidates = List(ReadInvalidation),
        AnswersSecrets = reader.ReadBoolean(),
        AnswersJson = reader.ReadBoolean(),
        Journal = reader.ReadBoolean() ? ReadJournal() : null,
    };

    private ImmutableArray<int> ReadNumbers()
    {
        var numbers = new int[Count()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadInt32();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(numbers);
    }

    private PathSegment ReadPathSegment() => new(OptionalText(), reader.ReadInt32());

    private ParameterDescriptor ReadParameter() =>
        new(reader.ReadString(), reader.ReadString(), (ParameterLocation)Enumerated((int)ParameterLocation.Unsent), reader.ReadBoolean())
        {
            Explodes = reader.ReadBoolean(),
            IsSecret = reader.ReadBoolean(),
            TakesNull = reader.ReadBoolean(),
        };

    private HeaderDescriptor ReadHeader() => new(reader.ReadString(), reader.ReadString());

    private ApiDescriptor ReadApi() => new()
    {
        Name = reader.ReadString(),
        Hosts = List(reader.ReadString),
        Auth = ReadAuth(),
        Limits = new LimitSettings
        {
            MaximumConcurrency = reader.ReadInt32(),
            Adapts = reader.ReadBoolean(),
            RequestsPerSecond = reader.ReadInt32(),
            MaximumResponseBytes = reader.ReadInt64(),
        },
        Connections = ReadConnections(),
        Timeouts = ReadTimeouts(),
        Retry = ReadRetry(),
        Breaker = new BreakerSettings
        {
            FailureRatio = reader.ReadDouble(),
            MinimumThroughput = reader.ReadInt32(),
            SamplingMs = reader.ReadInt32(),
            BreakMs = reader.ReadInt32(),
        },
        Outliers = ReadOutliers(),
        Hedge = ReadHedge(),
        Cache = ReadCache(),
        Journal = ReadJournal(),
    };

    private AuthDescriptor ReadAuth() => reader.ReadByte() switch
    {
        AuthKinds.None => new NoAuth(),
        AuthKinds.Bearer => new BearerAuth(ReadSecret()),
        AuthKinds.Basic => new BasicAuth(ReadSecret(), ReadSecret()),
        AuthKinds.ApiKey => new ApiKeyAuth(reader.ReadString(), (ApiKeyLocation)Enumerated((int)ApiKeyLocation.Query), ReadSecret()),
        AuthKinds.ClientCredentials => new ClientCredentialsAuth(reader.ReadString(), ReadSecret(), OptionalSecret(), List(reader.ReadString))
        {
            ShowsCertificate = reader.ReadBoolean(),
        },
        var kind => throw new InvalidDataException($"authentication {kind}"),
    };

    private SecretSource ReadSecret() => new(OptionalText(), OptionalText());

    private SecretSource? OptionalSecret() => reader.ReadBoolean() ? ReadSecret() : null;

    private ConnectionSettings ReadConnections() => new()
    {
        HttpVersion = reader.ReadInt32(),
        MaximumConnections = reader.ReadInt32(),
        LifetimeMs = reader.ReadInt32(),
        IdleMs = reader.ReadInt32(),
        LeastTls = (TlsVersion)Enumerated((int)TlsVersion.Tls13),
        AuthorityFile = OptionalText(),
        ClientCertificate = reader.ReadBoolean() ? new ClientCertificateSource(reader.ReadString(), OptionalSecret(), OptionalSecret()) : null,
    };

    private TimeoutSettings ReadTimeouts() => new() { AttemptMs = reader.ReadInt32(), TotalMs = reader.ReadInt32() };

    private RetrySettings ReadRetry() => new()
    {
        MaximumRetries = reader.ReadInt32(),
        BaseDelayMs = reader.ReadInt32(),
        MaximumDelayMs = reader.ReadInt32(),
        BudgetPercent = reader.ReadInt32(),
    };

    private OutlierSettings ReadOutliers() => new()
    {
        WorseBy = reader.ReadDouble(),
        MinimumThroughput = reader.ReadInt32(),
        SamplingMs = reader.ReadInt32(),
        PauseMs = reader.ReadInt32(),
        LongestPauseMs = reader.ReadInt32(),
        MostRatio = reader.ReadDouble(),
    };

    private HedgeSettings ReadHedge() => new() { AfterMs = reader.ReadInt32() };

    private CacheSettings ReadCache() => new()
    {
        TimeToLiveMs = reader.ReadInt32(),
        Coalesces = reader.ReadBoolean(),
        DiskMs = reader.ReadInt32(),
        IsPersonal = reader.ReadBoolean(),
        DiskKey = OptionalSecret(),
        DiskBytes = reader.ReadInt64(),
    };

    private JournalSettings ReadJournal() => new() { IsPersonal = reader.ReadBoolean(), Key = OptionalSecret() };

    private CacheRule ReadCacheRule() => new()
    {
        IsByParameters = reader.ReadBoolean(),
        By = ReadNumbers(),
        Groups = List(() => new ArgumentGroup(ReadNumbers())),
    };

    private InvalidationRule ReadInvalidation() =>
        new(reader.ReadString(), List(reader.ReadString), ReadNumbers(), reader.ReadBoolean());
}
