using System.Collections.Immutable;

namespace Pff.Core.Plan.Storage;

// Methods and APIs.
internal sealed partial class PlanWriter
{
    public void Write(MethodDescriptor method)
    {
        writer.Write(method.Name);
        writer.Write(method.Api);
        writer.Write(method.Verb);
        List(method.Path, Write);
        List(method.Parameters, Write);
        writer.Write((byte)method.Effect);
        writer.Write(method.IsIdempotent);
        writer.Write(method.IdempotencyHeader);
        Numbers(method.IdempotencyParameters);

        writer.Write(method.RequestMediaType);
        List(method.FixedHeaders, Write);
        Optional(method.Timeouts, Write);
        Optional(method.Retry, Write);
        Optional(method.Hedge, Write);
        Optional(method.Cache, Write);
        Optional(method.CacheRule, Write);
        List(method.Invalidates, Write);
        writer.Write(method.AnswersSecrets);
        writer.Write(method.AnswersJson);
        Optional(method.Journal, Write);
    }

    private void Write(PathSegment segment)
    {
        Optional(segment.Literal);
        writer.Write(segment.Parameter);
    }

    private void Write(ParameterDescriptor parameter)
    {
        writer.Write(parameter.Name);
        writer.Write(parameter.WireName);
        writer.Write((byte)parameter.Location);
        writer.Write(parameter.IsRequired);
        writer.Write(parameter.Explodes);
        writer.Write(parameter.IsSecret);
        writer.Write(parameter.TakesNull);
    }

    private void Write(HeaderDescriptor header)
    {
        writer.Write(header.Name);
        writer.Write(header.Value);
    }

    public void Write(ApiDescriptor api)
    {
        writer.Write(api.Name);
        List(api.Hosts, writer.Write);
        Write(api.Auth);
        writer.Write(api.Limits.MaximumConcurrency);
        writer.Write(api.Limits.Adapts);
        writer.Write(api.Limits.RequestsPerSecond);
        writer.Write(api.Limits.MaximumResponseBytes);
        Write(api.Connections);
        Write(api.Timeouts);
        Write(api.Retry);
        writer.Write(api.Breaker.FailureRatio);
        writer.Write(api.Breaker.MinimumThroughput);
        writer.Write(api.Breaker.SamplingMs);
        writer.Write(api.Breaker.BreakMs);
        Write(api.Outliers);
        Write(api.Hedge);
        Write(api.Cache);
        Write(api.Journal);
    }

    private void Numbers(ImmutableArray<int> numbers)
    {
        writer.Write7BitEncodedInt(numbers.Length);
        foreach (var number in numbers)
        {
            writer.Write(number);
        }
    }

    private void Write(AuthDescriptor auth)
    {
        switch (auth)
        {
            case NoAuth:
                writer.Write(AuthKinds.None);
                break;
            case BearerAuth bearer:
                writer.Write(AuthKinds.Bearer);
                Write(bearer.Token);
                break;
            case BasicAuth basic:
                writer.Write(AuthKinds.Basic);
                Write(basic.User);
                Write(basic.Password);
                break;
            case ApiKeyAuth key:
                writer.Write(AuthKinds.ApiKey);
                writer.Write(key.Name);
                writer.Write((byte)key.Location);
                Write(key.Key);
                break;
            case ClientCredentialsAuth client:
                writer.Write(AuthKinds.ClientCredentials);
                writer.Write(client.TokenUrl);
                Write(client.ClientId);
                Optional(client.ClientSecret, Write);
                List(client.Scopes, writer.Write);
                writer.Write(client.ShowsCertificate);
                break;
            default:
                throw new InvalidOperationException($"no form for {auth.GetType().Name}");
        }
    }

    private void Write(SecretSource secret)
    {
        Optional(secret.EnvironmentVariable);
        Optional(secret.File);
    }

    private void Write(ConnectionSettings connections)
    {
        writer.Write(connections.HttpVersion);
        writer.Write(connections.MaximumConnections);
        writer.Write(connections.LifetimeMs);
        writer.Write(connections.IdleMs);
        writer.Write((byte)connections.LeastTls);
        Optional(connections.AuthorityFile);
        Optional(connections.ClientCertificate, Write);
    }

    private void Write(ClientCertificateSource certificate)
    {
        writer.Write(certificate.File);
        Optional(certificate.Key, Write);
        Optional(certificate.Password, Write);
    }

    private void Write(TimeoutSettings timeouts)
    {
        writer.Write(timeouts.AttemptMs);
        writer.Write(timeouts.TotalMs);
    }

    private void Write(RetrySettings retry)
    {
        writer.Write(retry.MaximumRetries);
        writer.Write(retry.BaseDelayMs);
        writer.Write(retry.MaximumDelayMs);
        writer.Write(retry.BudgetPercent);
    }

    private void Write(OutlierSettings outliers)
    {
        writer.Write(outliers.WorseBy);
        writer.Write(outliers.MinimumThroughput);
        writer.Write(outliers.SamplingMs);
        writer.Write(outliers.PauseMs);
        writer.Write(outliers.LongestPauseMs);
        writer.Write(outliers.MostRatio);
    }

    private void Write(HedgeSettings hedge) => writer.Write(hedge.AfterMs);

    private void Write(CacheSettings cache)
    {
        writer.Write(cache.TimeToLiveMs);
        writer.Write(cache.Coalesces);
        writer.Write(cache.DiskMs);
        writer.Write(cache.IsPersonal);
        Optional(cache.DiskKey, Write);
        writer.Write(cache.DiskBytes);
    }

    private void Write(JournalSettings journal)
    {
        writer.Write(journal.IsPersonal);
        Optional(journal.Key, Write);
    }

    private void Write(CacheRule rule)
    {
        writer.Write(rule.IsByParameters);
        Numbers(rule.By);
        List(rule.Groups, group => Numbers(group.Parameters));
    }

    private void Write(InvalidationRule rule)
    {
        writer.Write(rule.Method);
        List(rule.Names, writer.Write);
        Numbers(rule.Parameters);
        writer.Write(rule.IsOnDisk);
    }
}
