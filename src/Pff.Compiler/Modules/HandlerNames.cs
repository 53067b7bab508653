using Pff.Compiler.Manifest;
using Pff.Core.Plan;

namespace Pff.Compiler.Modules;

/// <summary>
/// What stands behind <c>on error</c>: a kind as a module writes it (<c>NotFound</c>) or as a manifest does
/// (<c>not_found</c>, <c>http_409</c>), a code of its own in capitals, or else a name for any error.
/// </summary>
internal static class HandlerNames
{
    public static (ManifestName Kind, ManifestName? Error) Read(ManifestName written)
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            if (written.Text == kind.ToString() || written.Text == FailureKinds.NameOf(kind))
            {
                return (new ManifestName(FailureKinds.NameOf(kind), written.Span), null);
            }
        }

        var isKind = written.Text == FailureKinds.Any || written.Text.StartsWith("http_", StringComparison.Ordinal) || char.IsUpper(written.Text[0]);
        return isKind ? (written, null) : (new ManifestName(FailureKinds.Any, written.Span), written);
    }
}
