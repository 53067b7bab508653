using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Output;

/// <summary>
/// Sends what a run does to an OpenTelemetry collector where the environment names one, in the variables that
/// OpenTelemetry has for all programs. Where it names none, nothing of that library is loaded.
/// </summary>
internal sealed class MetricsExport : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    private readonly MeterProvider _provider;

    private MetricsExport(MeterProvider provider) => _provider = provider;

    /// <summary>Null where nobody wants to have metrics.</summary>
    public static IDisposable? Start() => IsSet(Endpoint) || IsSet(MetricsEndpoint) ? Build() : null;

    /// <summary>Sends what was not sent yet, and waits for that no longer than a few seconds.</summary>
    public void Dispose() => _provider.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MetricsExport Build() => new(Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("pff").AddTelemetrySdk().AddEnvironmentVariableDetector())
        .AddMeter(RunEngine.MeterName, "System.Net.Http", "System.Net.NameResolution")
        .AddOtlpExporter()
        .Build());

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));
}
