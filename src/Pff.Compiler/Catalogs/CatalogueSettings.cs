using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Reads how to behave towards an API, and the secrets that it wants.</summary>
internal static class CatalogueSettings
{
    private const int MaximumCount = 1_000_000;

    private static readonly LocalizedText Secret = new("a secret", "um segredo");

    public static LimitSettings Limits(CatalogueSection? section)
    {
        var settings = new LimitSettings();
        if (section is null)
        {
            return settings;
        }

        settings = settings with
        {
            MaximumConcurrency = section.Whole("concurrency", 0, MaximumCount) ?? settings.MaximumConcurrency,
            Adapts = section.Bool("adaptive") ?? settings.Adapts,
            RequestsPerSecond = section.Whole("requests_per_second", 0, MaximumCount) ?? settings.RequestsPerSecond,
            MaximumResponseBytes = section.Size("response_size") ?? settings.MaximumResponseBytes,
        };
        section.Close();
        return settings;
    }

    /// <param name="section">The mapping, if any.</param>
    /// <param name="settings">What holds where it says nothing.</param>
    public static TimeoutSettings Timeouts(CatalogueSection? section, TimeoutSettings settings)
    {
        if (section is null)
        {
            return settings;
        }

        var result = settings with
        {
            AttemptMs = section.Duration("attempt") ?? settings.AttemptMs,
            TotalMs = section.Duration("total") ?? settings.TotalMs,
        };
        section.Close();
        if (result.AttemptMs > result.TotalMs && result.TotalMs > 0 && (section.Map.Find("attempt") ?? section.Map.Find("total")) is { Value: YamlScalar value })
        {
            section.Diagnostics.Add(CompilerDiagnostics.AttemptLongerThanTotal(value));
        }

        return result;
    }

    /// <inheritdoc cref="Timeouts"/>
    public static RetrySettings Retry(CatalogueSection? section, RetrySettings settings)
    {
        if (section is null)
        {
            return settings;
        }

        var result = settings with
        {
            MaximumRetries = section.Whole("times", 0, 100) ?? settings.MaximumRetries,
            BaseDelayMs = section.Duration("first_delay") ?? settings.BaseDelayMs,
            MaximumDelayMs = section.Duration("longest_delay") ?? settings.MaximumDelayMs,
            BudgetPercent = section.Percentage("budget") ?? settings.BudgetPercent,
        };
        section.Close();
        return result;
    }

    public static BreakerSettings Breaker(CatalogueSection? section)
    {
        var settings = new BreakerSettings();
        if (section is null)
        {
            return settings;
        }

        settings = settings with
        {
            FailureRatio = section.Ratio("failure_ratio") ?? settings.FailureRatio,
            MinimumThroughput = section.Whole("minimum_calls", 2, MaximumCount) ?? settings.MinimumThroughput,
            SamplingMs = section.Duration("window") ?? settings.SamplingMs,
            BreakMs = section.Duration("pause") ?? settings.BreakMs,
        };
        section.Close();
        return settings;
    }

    public static OutlierSettings Outliers(CatalogueSection? section)
    {
        var settings = new OutlierSettings();
        if (section is null)
        {
            return settings;
        }

        settings = settings with
        {
            WorseBy = section.Ratio("worse_by") ?? settings.WorseBy,
            MinimumThroughput = section.Whole("minimum_calls", 2, MaximumCount) ?? settings.MinimumThroughput,
            SamplingMs = section.Duration("window") ?? settings.SamplingMs,
            PauseMs = section.Duration("pause") ?? settings.PauseMs,
            LongestPauseMs = section.Duration("longest_pause") ?? settings.LongestPauseMs,
            MostRatio = section.Ratio("most") ?? settings.MostRatio,
        };
        section.Close();
        return settings;
    }

    /// <param name="section">The mapping, if any.</param>
    /// <param name="settings">What holds where it says nothing.</param>
    /// <param name="timeouts">Those of the same calls.</param>
    public static HedgeSettings Hedge(CatalogueSection? section, HedgeSettings settings, TimeoutSettings timeouts)
    {
        if (section is null)
        {
            return settings;
        }

        var after = section.Duration("after");
        if (section.Map.Find("after") is not { } entry)
        {
            section.ReportMissing("after");
        }
        else if (entry.Value is YamlScalar value && timeouts.AttemptMs > 0 && after >= timeouts.AttemptMs)
        {
            section.Diagnostics.Add(CompilerDiagnostics.HedgeComesTooLate(value));
        }

        section.Close();
        return settings with { AfterMs = after ?? settings.AfterMs };
    }

    public static AuthDescriptor Auth(CatalogueSection? section)
    {
        if (section is null)
        {
            return new NoAuth();
        }

        string[] kinds = ["bearer", "basic", "api_key", "oauth2"];
        var found = kinds.Select(section.Find).OfType<YamlEntry>().ToImmutableArray();
        section.Close();
        if (found.Length > 1)
        {
            section.Diagnostics.Add(CompilerDiagnostics.KeysExclude(found[1].Key, found[0].Key.Text));
        }

        if (found.IsEmpty)
        {
            if (section.Map.Entries.IsEmpty)
            {
                section.ReportMissing("bearer");
            }

            return new NoAuth();
        }

        var (key, value) = (found[0].Key.Text, found[0].Value);
        return key switch
        {
            "bearer" => SecretOf(value, section.Diagnostics) is { } token ? new BearerAuth(token) : new NoAuth(),
            "basic" => Basic(value, section.Diagnostics),
            "api_key" => ApiKey(value, section.Diagnostics),
            _ => ClientCredentials(value, section.Diagnostics),
        };
    }

    private static AuthDescriptor Basic(YamlNode node, DiagnosticBag diagnostics)
    {
        if (OpenAuth(node, new("'basic'", "'basic'"), diagnostics) is not { } section)
        {
            return new NoAuth();
        }

        var user = SecretUnder(section, "user");
        var password = SecretUnder(section, "password");
        section.Close();
        return user is not null && password is not null ? new BasicAuth(user, password) : new NoAuth();
    }

    private static AuthDescriptor ApiKey(YamlNode node, DiagnosticBag diagnostics)
    {
        if (OpenAuth(node, new("'api_key'", "'api_key'"), diagnostics) is not { } section)
        {
            return new NoAuth();
        }

        var header = section.Text("header");
        var query = section.Text("query");
        var secret = SecretIn(section);
        section.Close();
        if (header is not null && query is not null)
        {
            diagnostics.Add(CompilerDiagnostics.KeysExclude(section.Map.Find("query")!.Key, "header"));
        }
        else if (header is null && query is null && section.Map.Find("header") is null && section.Map.Find("query") is null)
        {
            section.ReportMissing("header");
        }

        if (header is not null && !HeaderName.Check(header.Text, header, diagnostics))
        {
            return new NoAuth();
        }

        var name = header ?? query;
        return name is null || secret is null
            ? new NoAuth()
            : new ApiKeyAuth(name.Text, header is null ? ApiKeyLocation.Query : ApiKeyLocation.Header, secret);
    }

    private static AuthDescriptor ClientCredentials(YamlNode node, DiagnosticBag diagnostics)
    {
        if (OpenAuth(node, new("'oauth2'", "'oauth2'"), diagnostics) is not { } section)
        {
            return new NoAuth();
        }

        var address = section.Text("token_url");
        if (address is null && section.Map.Find("token_url") is null)
        {
            section.ReportMissing("token_url");
        }

        var url = address is null ? null : HostAddress.Check(address.Text, address.Source, address.Span, diagnostics) is null ? null : address.Text;
        if (address is not null && HostAddress.IsInTheClear(address.Text))
        {
            diagnostics.Add(CompilerDiagnostics.SecretSentInTheClear(address.Source, address.Span, address.Text));
        }

        var id = SecretUnder(section, "client_id");
        var showsCertificate = section.Bool("client_certificate") ?? false;
        var needsNoSecret = section.Find("client_secret") is null && showsCertificate;
        var secret = needsNoSecret ? null : SecretUnder(section, "client_secret");
        var scopes = section.Find("scopes") is { } entry ? Texts(entry.Value, section) : [];
        section.Close();
        return url is not null && id is not null && (needsNoSecret || secret is not null)
            ? new ClientCredentialsAuth(url, id, secret, [.. scopes.Select(s => s.Text)]) { ShowsCertificate = showsCertificate }
            : new NoAuth();
    }

    /// <summary>A list of texts; one text stands for a list of itself.</summary>
    public static ImmutableArray<YamlScalar> Texts(YamlNode node, CatalogueSection section) => node switch
    {
        YamlSequence list => [.. list.Items.Select(section.AsText).OfType<YamlScalar>()],
        _ => section.AsText(node) is { } only ? [only] : [],
    };

    private static SecretSource? SecretUnder(CatalogueSection section, string key)
    {
        if (section.Find(key) is not { } entry)
        {
            section.ReportMissing(key);
            return null;
        }

        return SecretOf(entry.Value, section.Diagnostics);
    }

    private static CatalogueSection? OpenAuth(YamlNode node, LocalizedText owner, DiagnosticBag diagnostics)
    {
        if (node is YamlScalar { IsNull: false } scalar)
        {
            diagnostics.Add(CompilerDiagnostics.SecretInline(scalar.Source, scalar.Span));
            return null;
        }

        return CatalogueSection.Open(node, owner, diagnostics);
    }

    public static SecretSource? SecretOf(YamlNode node, DiagnosticBag diagnostics)
    {
        if (OpenAuth(node, Secret, diagnostics) is not { } section)
        {
            return null;
        }

        var secret = SecretIn(section);
        section.Close();
        return secret;
    }

    private static SecretSource? SecretIn(CatalogueSection section)
    {
        var variable = section.Text("env");
        var file = section.Text("file");
        if (variable is not null && file is not null)
        {
            section.Diagnostics.Add(CompilerDiagnostics.KeysExclude(section.Map.Find("file")!.Key, "env"));
            return null;
        }

        if (section.Map.Find("env") is null && section.Map.Find("file") is null)
        {
            section.ReportMissing("env");
            return null;
        }

        if (variable is not null && !CatalogueValues.IsEnvironmentVariable(variable.Text))
        {
            // No variable has such a name, so it is probably what should be in it.
            section.Diagnostics.Add(CompilerDiagnostics.SecretInline(variable.Source, variable.Span));
            return null;
        }

        return variable is null && file is null ? null : new SecretSource(variable?.Text, file?.Text);
    }
}
