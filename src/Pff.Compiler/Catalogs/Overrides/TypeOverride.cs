using System.Collections.Immutable;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>An entry of <c>overrides</c> as it is written.</summary>
/// <param name="At">The place, for messages.</param>
/// <param name="Path">The place, its first step being a schema or a method.</param>
internal sealed record TypeOverride(YamlMapping Map, YamlScalar At, ImmutableArray<PathStep> Path, ImmutableArray<OverrideKey> Changes);

/// <summary>One key of an override, and what it changes.</summary>
internal sealed record OverrideKey(YamlScalar Key, TypeChange Change);
