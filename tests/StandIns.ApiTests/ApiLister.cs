using System.Text.RegularExpressions;

namespace StandIns.ApiTests;

/// <summary>Lists the public and protected members of an assembly as the API lists do: documentation id and C# signature.</summary>
internal static partial class ApiLister
{
    private static readonly SymbolDisplayFormat Member = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeExtensionThis | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.IncludeMemberKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat TypeName = Member.WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance)
        .WithMemberOptions(SymbolDisplayMemberOptions.None).WithKindOptions(SymbolDisplayKindOptions.None);

    private static readonly SymbolDisplayFormat DelegateName = Member.WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType);

    /// <summary>The lines of an assembly, by id.</summary>
    internal static SortedDictionary<string, string> List(IAssemblySymbol assembly)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var namespaces = new Stack<INamespaceSymbol>([assembly.GlobalNamespace]);
        while (namespaces.TryPop(out var space))
        {
            foreach (var inner in space.GetNamespaceMembers())
            {
                namespaces.Push(inner);
            }
            foreach (var type in space.GetTypeMembers())
            {
                Add(type, lines);
            }
        }
        return lines;
    }

    internal static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static void Add(INamedTypeSymbol type, SortedDictionary<string, string> lines)
    {
        if (!IsVisible(type))
        {
            return;
        }
        lines[type.GetDocumentationCommentId()!] = Normalize(Signature(type));
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested)
            {
                Add(nested, lines);
            }
            else if (IsVisible(member) && IsListed(type, member))
            {
                lines[member.GetDocumentationCommentId()!] = Normalize(member.ToDisplayString(Member));
            }
        }
    }

    private static bool IsListed(INamedTypeSymbol type, ISymbol member) => type.TypeKind switch
    {
        TypeKind.Delegate => false,
        TypeKind.Enum => member is IFieldSymbol,
        _ => member is not IMethodSymbol method || (method.AssociatedSymbol is null && !(method.IsImplicitlyDeclared && type.IsValueType)),
    };

    private static string Signature(INamedTypeSymbol type)
    {
        string access = type.DeclaredAccessibility switch
        {
            Accessibility.Public => "public ",
            Accessibility.Protected => "protected ",
            _ => "protected internal ",
        };
        if (type.TypeKind == TypeKind.Delegate)
        {
            return access + "delegate " + type.ToDisplayString(DelegateName);
        }
        string name = type.ToDisplayString(TypeName);
        string constraints = type.ToDisplayString(TypeName.WithGenericsOptions(Member.GenericsOptions))[name.Length..];
        string modifiers = type.TypeKind switch
        {
            TypeKind.Class when type.IsStatic => "static class ",
            TypeKind.Class when type.IsAbstract => "abstract class ",
            TypeKind.Class when type.IsSealed => "sealed class ",
            TypeKind.Class => "class ",
            TypeKind.Struct => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + "struct ",
            TypeKind.Interface => "interface ",
            _ => "enum ",
        };
        string bases = string.Join(", ", Bases(type));
        return access + modifiers + name + (bases.Length > 0 ? " : " + bases : "") + constraints;
    }

    /// <summary>The base class or underlying type, then the public interfaces that no other listed one implies, sorted.</summary>
    private static IEnumerable<string> Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return type.EnumUnderlyingType!.SpecialType == SpecialType.System_Int32 ? [] : [type.EnumUnderlyingType.ToDisplayString(Member)];
        }
        var interfaces = type.Interfaces.Where(IsPublic).ToList();
        var direct = interfaces.Where(one => !interfaces.Any(other => other.AllInterfaces.Contains(one, SymbolEqualityComparer.Default)))
            .Select(one => one.ToDisplayString(Member)).Order(StringComparer.Ordinal);
        return type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } parent ? direct.Prepend(parent.ToDisplayString(Member)) : direct;
    }

    private static bool IsPublic(INamedTypeSymbol type) => IsVisible(type) && (type.ContainingType is null || IsPublic(type.ContainingType));

    // The lists leave out accessors that are not public or protected, and write the native integers by their names.
    private static string Normalize(string signature) =>
        NativeInteger().Replace(HiddenAccessor().Replace(signature, ""), match => match.Value == "nint" ? "System.IntPtr" : "System.UIntPtr");

    [GeneratedRegex(@" (private protected|private|internal) (get|set|init);")]
    private static partial Regex HiddenAccessor();

    [GeneratedRegex(@"(?<![\w@.])nu?int(?!\w)")]
    private static partial Regex NativeInteger();
}
