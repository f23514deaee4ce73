// Package demo holds the demonstration portals: fictitious government sites in
// the manners of real content management systems, with planted defects and
// look-alikes that are fine, served on loopback together with the name server
// that knows them. The truth about every site is written down beside it.
//
// The sites are texts under sites: one archive per site with its templates, its
// columns and its pages; truth holds one table per site. Under duties stand more
// portals, for the duties of the local documents; truth/rules says of single rules
// what they must find on either. Everything is
// fictitious, and nothing is reachable from other machines.
package demo
