using Pff.Core.Diagnostics;

namespace Pff.Backend.Packaging;

/// <summary>Why a plan cannot be used: a stable code and one sentence.</summary>
public sealed record PlanFailure(string Code, LocalizedText Message);
