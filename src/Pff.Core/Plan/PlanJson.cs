using System.Text.Json.Serialization;

namespace Pff.Core.Plan;

/// <summary>How a <see cref="PlanModel"/> is written; generated at build time, because start-up time counts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlanModel))]
public sealed partial class PlanJson : JsonSerializerContext;
